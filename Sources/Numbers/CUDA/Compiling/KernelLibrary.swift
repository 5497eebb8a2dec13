/// A program's machine code for one GPU generation.
package struct KernelImage: Sendable {
    /// The program that the code was compiled from.
    package let program: KernelProgram
    /// The machine code, a cubin.
    package let code: [UInt8]

    /// Pairs a program with its code.
    package init(_ program: KernelProgram, code: [UInt8]) {
        (self.program, self.code) = (program, code)
    }
}

/// All kernels of this build, loaded onto a GPU.
package struct KernelLibrary {
    private let modules: [String: KernelModule]

    /// Loads compiled programs onto the context's GPU.
    package init(_ images: [KernelImage], in context: CUDAContext) throws {
        var modules: [String: KernelModule] = [:]
        for image in images {
            let module = try KernelModule(image.program.name, image: image.code, in: context)
            for kernel in image.program.kernels { modules[kernel] = module }
        }
        self.modules = modules
    }

    /// Returns a kernel by name.
    ///
    /// - Throws: ``CUDAError/noKernel(name:program:)``.
    package func kernel(_ name: String) throws -> Kernel {
        guard let module = modules[name] else {
            throw CUDAError.noKernel(name: name, program: "any program")
        }
        return try module.kernel(name)
    }
}
