import CCUDA
import CUDA
import CUDAEmulator
import Foundation

/// The emulated card's driver, with some functions replaced.
func emulated(_ change: (inout cc_driver) -> Void = { _ in }) throws -> CUDADriver {
    var table = cuda_emulator_driver().pointee
    change(&table)
    return try CUDADriver(table, path: "emulator")
}

/// A place on the emulated card.
func emulatedContext(_ change: (inout cc_driver) -> Void = { _ in }) throws -> CUDAContext {
    try CUDAContext(try emulated(change).device(0))
}

/// A folder of its own, removed at the end.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "cuda-\(UUID())")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file, and the folders that it needs.
    func write(_ path: String, _ text: String = "") throws {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}

/// What `body` throws, in words.
func message(of body: () throws -> Void) -> String {
    do {
        try body()
        return "nothing was thrown"
    } catch {
        return "\(error)"
    }
}

/// This machine's compiler of kernels.
enum Compiler {
    static let found: NVRTC? = try? NVRTC.open()
    static let absence = """
        NVRTC is not there: pip install --target FOLDER nvidia-cuda-nvrtc and set SYNTHGEN_CUDA to \
        FOLDER, as .ci/run does
        """
}
