import CCUDA
package import CUDA
import CUDAEmulator
package import Compute
import Synchronization

/// Launches until the GPU that is to be lost is.
private let launchesLeft = Atomic(0)

/// A GPU made of fibers: every kernel runs on the CPU, behind the driver's own functions.
package enum EmulatedGPU {
    /// In which order the threads of a block run.
    package enum Schedule: Sendable, CaseIterable {
        case lockstep, reversed, shuffled, warpAhead

        fileprivate var order: cuda_emulator_schedule {
            switch self {
            case .lockstep: CUDA_EMULATOR_LOCKSTEP
            case .reversed: CUDA_EMULATOR_REVERSED
            case .shuffled: CUDA_EMULATOR_RANDOM
            case .warpAhead: CUDA_EMULATOR_WARP_AHEAD
            }
        }
    }

    /// The index of the GPU that has Hopper's instructions.
    package static let hopper = 1

    /// The GPU.
    package static func device(_ ordinal: Int = 0) throws -> CUDADevice {
        guard let table = cuda_emulator_driver() else { throw Missing() }
        return try CUDADriver(table.pointee, path: "the emulator").device(ordinal)
    }

    /// A GPU that is lost after so many launches of kernels. One at a time.
    package static func computeDevice(lostAfter launches: Int) throws -> ComputeDevice {
        guard var table = cuda_emulator_driver()?.pointee else { throw Missing() }
        launchesLeft.store(launches, ordering: .relaxed)
        table.cuLaunchKernel = {
            function, gx, gy, gz, bx, by, bz, bytes, stream, arguments, extra in
            guard launchesLeft.subtract(1, ordering: .relaxed).newValue >= 0,
                let launch = cuda_emulator_driver()?.pointee.cuLaunchKernel
            else { return Int32(CC_ERROR_ILLEGAL_ADDRESS) }
            return launch(function, gx, gy, gz, bx, by, bz, bytes, stream, arguments, extra)
        }
        let device = try CUDADriver(table, path: "the emulator").device(0)
        return ComputeDevice(device, images)
    }

    /// The GPU as a model's device.
    package static func computeDevice(_ ordinal: Int = 0) throws -> ComputeDevice {
        ComputeDevice(try device(ordinal), images)
    }

    /// What sums over the emulated GPUs.
    package static func nccl() throws -> NCCL {
        guard let table = cuda_emulator_nccl() else { throw Missing() }
        return NCCL(table.pointee, path: "the emulator")
    }

    /// Kernels' code, which the emulator does not look at.
    package static let images = KernelProgram.all.map { KernelImage($0, code: [0]) }

    /// The order in which threads run in launches from the calling thread.
    package static func run(_ schedule: Schedule, seed: UInt64 = 0) {
        cuda_emulator_set_schedule(schedule.order, seed)
    }

    private struct Missing: Error {}
}
