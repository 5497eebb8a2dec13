import CCUDA

/// A program's machine code and the compiler's log.
package struct CompiledProgram: Sendable {
    /// A cubin, which ``KernelModule`` loads.
    package let image: [UInt8]
    /// Warnings, and the resources of each kernel if they were asked for.
    package let log: String
}

/// Compiles kernels' text to machine code.
package struct KernelCompiler: Sendable {
    /// The compiler.
    package let nvrtc: NVRTC
    /// The GPU generation that code is compiled for.
    package let architecture: Architecture
    /// All options passed to NVRTC.
    package let options: [String]

    /// Creates a compiler for a GPU generation.
    ///
    /// Multiplications and additions are fused only where the text says so (`--fmad=false`), so
    /// that a row gets the same bits from every kernel.
    package init(_ nvrtc: NVRTC, for architecture: Architecture, further: [String] = []) {
        (self.nvrtc, self.architecture) = (nvrtc, architecture)
        options =
            [
                "--gpu-architecture=\(architecture)", "--std=c++17", "-default-device",
                "--fmad=false",
            ] + further
    }

    /// Compiles a program; takes about a second. May be called from several threads at once.
    ///
    /// - Throws: ``CUDAError/compilation(program:architecture:log:)`` with the compiler's message
    ///   for each file and line.
    package func compile(_ program: KernelProgram) throws -> CompiledProgram {
        var handle = try create(program)
        defer { _ = nvrtc.table.nvrtcDestroyProgram(&handle) }
        let code = withTexts(options) {
            nvrtc.table.nvrtcCompileProgram(handle, Int32($0.count), $0.baseAddress)
        }
        let log = bytes(
            { nvrtc.table.nvrtcGetProgramLogSize(handle, $0) },
            { nvrtc.table.nvrtcGetProgramLog(handle, $0) })
        let said = log.map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) } ?? ""
        guard code == CC_NVRTC_SUCCESS else { throw failure(code, program, said) }
        let image = bytes(
            { nvrtc.table.nvrtcGetCUBINSize(handle, $0) },
            { nvrtc.table.nvrtcGetCUBIN(handle, $0) })
        guard let image, !image.isEmpty else { throw failure(code, program, "it made no code") }
        return CompiledProgram(image: image, log: said)
    }

    private func create(_ program: KernelProgram) throws -> UnsafeMutableRawPointer? {
        var handle: UnsafeMutableRawPointer?
        let code = withTexts(program.headers.map(\.text)) { texts in
            withTexts(program.headers.map(\.name)) { names in
                nvrtc.table.nvrtcCreateProgram(
                    &handle, program.text, program.name, Int32(texts.count), texts.baseAddress,
                    names.baseAddress)
            }
        }
        guard code == CC_NVRTC_SUCCESS else { throw failure(code, program, "") }
        return handle
    }

    private func failure(_ code: Int32, _ program: KernelProgram, _ log: String) -> CUDAError {
        let name = nvrtc.table.nvrtcGetErrorString(code).map { String(cString: $0) }
        return .compilation(
            program: program.name, architecture: architecture,
            log: log.isEmpty ? name ?? "error \(code)" : log)
    }

    /// Reads a buffer from NVRTC: `size` gives its length, `fill` its bytes.
    private func bytes(
        _ size: (UnsafeMutablePointer<Int>) -> Int32,
        _ fill: (UnsafeMutablePointer<CChar>?) -> Int32
    ) -> [UInt8]? {
        var count = 0
        guard size(&count) == CC_NVRTC_SUCCESS else { return nil }
        var buffer = [CChar](repeating: 0, count: count)
        let code = buffer.withUnsafeMutableBufferPointer { fill($0.baseAddress) }
        return code == CC_NVRTC_SUCCESS ? buffer.map { UInt8(bitPattern: $0) } : nil
    }
}

/// Calls `body` with the texts as C strings; the pointers are valid only inside `body`.
private func withTexts<Result>(
    _ texts: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    // All texts in one array: a single closure then keeps every pointer valid.
    let bytes = texts.map { Array($0.utf8CString) }
    let all = bytes.flatMap { $0 }
    return all.withUnsafeBufferPointer { all in
        var offset = 0
        let pointers = bytes.map { text in
            defer { offset += text.count }
            return all.baseAddress.map { $0 + offset }
        }
        return pointers.withUnsafeBufferPointer(body)
    }
}
