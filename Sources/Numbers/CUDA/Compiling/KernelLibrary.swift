/// Machine code of a program, for one kind of GPU.
package struct KernelImage: Sendable {
    /// What it was made from.
    package let program: KernelProgram
    /// A cubin.
    package let code: [UInt8]

    /// The code of a program.
    package init(_ program: KernelProgram, code: [UInt8]) {
        (self.program, self.code) = (program, code)
    }
}

/// All kernels of this build, loaded onto a GPU.
package struct KernelLibrary {
    private let modules: [String: KernelModule]

    /// Loads programs.
    package init(_ images: [KernelImage], in context: CUDAContext) throws {
        var modules: [String: KernelModule] = [:]
        for image in images {
            let module = try KernelModule(image.program.name, image: image.code, in: context)
            for kernel in image.program.kernels { modules[kernel] = module }
        }
        self.modules = modules
    }

    /// A kernel by its name.
    ///
    /// - Throws: ``CUDAError/noKernel(name:program:)``.
    package func kernel(_ name: String) throws -> Kernel {
        guard let module = modules[name] else {
            throw CUDAError.noKernel(name: name, program: "any program")
        }
        return try module.kernel(name)
    }
}
