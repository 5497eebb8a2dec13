import ArgumentParser
import CUDA
import Compute

/// What a training computes on: the CPU, a GPU, or several GPUs side by side.
struct TrainingDevices: CustomStringConvertible {
    let all: [ComputeDevice]
    /// Sums over several GPUs; nil for one device.
    let nccl: NCCL?

    /// Opens a device, or a GPU and those after it.
    ///
    /// - Throws: `CUDAError` if a GPU cannot be used, or several without NCCL.
    init(_ device: DeviceChoice, gpus: Int) throws {
        guard gpus > 1, case .cuda(let first) = device else {
            (all, nccl) = ([try device.open()], nil)
            return
        }
        // Before kernels are compiled, which takes a while.
        nccl = try NCCL.open()
        all = try (first..<first + gpus).map { try DeviceChoice.cuda($0).open() }
    }

    /// "cuda:0 (NVIDIA H200), cuda:1 (NVIDIA H200)".
    var description: String { all.map(\.description).joined(separator: ", ") }

    /// Checks options for the GPUs that train.
    static func check(_ gpus: Int, _ device: DeviceChoice) throws {
        guard (1...64).contains(gpus) else {
            throw ValidationError("--gpus must be from 1 to 64, found \(gpus)")
        }
        guard gpus == 1 || device.isGPU else {
            throw ValidationError("--gpus \(gpus) is of GPUs: add --device cuda")
        }
    }
}
