import CCUDA
import Files

/// NVRTC, NVIDIA's kernel compiler, opened at run time.
package struct NVRTC: @unchecked Sendable {
    // Safe to share: the table is only read, and programs may be compiled in parallel.

    let table: cc_nvrtc
    /// Path of the library's file.
    package let path: String
    /// Version, e.g. "13.0".
    package let version: String
    /// GPU generations that NVRTC makes code for, oldest first; empty if it does not say.
    package let architectures: [Architecture]
    /// The lock of the library's file: NVRTC opens another library of its folder when it compiles.
    private let use: FileUse?

    /// Opens this machine's NVRTC.
    ///
    /// - Throws: ``CUDAError/noCompiler(looked:)``.
    package static func open(_ search: LibrarySearch = LibrarySearch()) throws -> NVRTC {
        let (opened, looked) = search.open(.nvrtc, cc_nvrtc(), cc_nvrtc_open) {
            $0.nvrtcVersion.map { unsafeBitCast($0, to: UnsafeRawPointer.self) }
        }
        guard let opened else { throw CUDAError.noCompiler(looked: looked) }
        return NVRTC(opened.table, path: opened.path)
    }

    private init(_ table: cc_nvrtc, path: String) {
        (self.table, self.path) = (table, path)
        // The loader's own libraries have no folder in their name.
        use = path.hasPrefix("/") ? FileUse(path: path) : nil
        use?.recordAccess()
        var (major, minor): (Int32, Int32) = (0, 0)
        _ = table.nvrtcVersion(&major, &minor)
        version = "\(major).\(minor)"
        architectures = Self.architectures(table)
    }

    private static func architectures(_ table: cc_nvrtc) -> [Architecture] {
        var count: Int32 = 0
        guard table.nvrtcGetNumSupportedArchs(&count) == CC_NVRTC_SUCCESS, count > 0 else {
            return []
        }
        var numbers = [Int32](repeating: 0, count: Int(count))
        guard table.nvrtcGetSupportedArchs(&numbers) == CC_NVRTC_SUCCESS else { return [] }
        return numbers.map { Architecture(number: Int($0)) }.sorted()
    }

    /// Returns the generation to compile for: the GPU's own, or the nearest older one whose code
    /// the GPU runs. For Hopper that is sm_90a, which has the warpgroup instructions.
    ///
    /// - Throws: ``CUDAError/unknownArchitecture(_:compiler:newest:)``.
    package func target(for capability: Architecture) throws -> Architecture {
        guard !architectures.isEmpty else { return capability }
        guard let best = architectures.last(where: { $0.runs(on: capability) }) else {
            throw CUDAError.unknownArchitecture(
                capability, compiler: version, newest: architectures.last)
        }
        return capability == .hopper ? Architecture(9, 0, suffix: "a") : best
    }
}
