import CCUDA

/// Machine code of a program, and what the compiler said.
package struct CompiledProgram: Sendable {
    /// A cubin: what ``KernelModule`` loads.
    package let image: [UInt8]
    /// Warnings, and the resources of each kernel if they were asked for.
    package let log: String
}

/// Turns kernels' text into machine code.
package struct KernelCompiler: Sendable {
    /// The compiler.
    package let nvrtc: NVRTC
    /// The generation that it makes code for.
    package let architecture: Architecture
    /// Everything that it is told.
    package let options: [String]

    /// A compiler for a generation.
    ///
    /// Multiplications and additions are fused only where the text says so: whichever kernel a row
    /// goes through, its bits are the same.
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
    /// - Throws: ``CUDAError/compilation(program:architecture:log:)`` with what the compiler says of
    ///   each file and line.
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

    /// What a pair of functions gives: how many bytes, and the bytes.
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

/// Calls `body` with texts as C has them; the pointers are valid only inside.
private func withTexts<Result>(
    _ texts: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
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
