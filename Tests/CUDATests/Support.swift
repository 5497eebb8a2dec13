import CCUDA
import CUDA
import CUDAEmulator

/// The emulated GPU's driver, with some functions replaced.
func emulated(_ change: (inout cc_driver) -> Void = { _ in }) throws -> CUDADriver {
    var table = cuda_emulator_driver().pointee
    change(&table)
    return try CUDADriver(table, path: "emulator")
}

/// A context on the emulated GPU.
func emulatedContext(_ change: (inout cc_driver) -> Void = { _ in }) throws -> CUDAContext {
    try CUDAContext(try emulated(change).device(0))
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
