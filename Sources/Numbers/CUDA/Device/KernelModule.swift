import CCUDA

/// A program's machine code, loaded onto a GPU.
package final class KernelModule {
    /// Name of the file that the code was compiled from.
    package let name: String
    let context: CUDAContext
    private let handle: UnsafeMutableRawPointer?

    /// Loads a program's code (a cubin).
    package init(_ name: String, image: [UInt8], in context: CUDAContext) throws {
        var module: UnsafeMutableRawPointer?
        let code = image.withUnsafeBytes {
            context.table.cuModuleLoadDataEx(&module, $0.baseAddress, 0, nil, nil)
        }
        try context.check(code, "cuModuleLoadDataEx of \(name)")
        (self.name, self.context, handle) = (name, context, module)
    }

    deinit { context.free { $0.cuModuleUnload(handle) } }

    /// Returns one of the program's kernels.
    ///
    /// - Throws: ``CUDAError/noKernel(name:program:)``.
    package func kernel(_ name: String) throws -> Kernel {
        var function: UnsafeMutableRawPointer?
        let code = context.table.cuModuleGetFunction(&function, handle, name)
        guard code != CC_ERROR_NOT_FOUND else {
            throw CUDAError.noKernel(name: name, program: self.name)
        }
        try context.check(code, "cuModuleGetFunction of \(name)")
        guard let function else { throw CUDAError.noKernel(name: name, program: self.name) }
        return Kernel(name, function, in: self)
    }
}
