import CCUDA
package import CUDA
import CUDAEmulator
package import Models
import Synchronization

/// Launches until the card that is to be lost is.
private let launchesLeft = Atomic(0)

/// The kernel that is left out, and its function.
private let leftOut = Mutex((name: "", function: UInt(0)))
/// Held as long as a kernel is left out.
private let leavingOut = Mutex(())

/// A card made of fibers: every kernel runs on the processor, behind the driver's own functions.
package enum EmulatedCard {
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

    /// The card.
    package static func device() throws -> CUDADevice {
        guard let table = cuda_emulator_driver() else { throw Missing() }
        return try CUDADriver(table.pointee, path: "the emulator").device(0)
    }

    /// A card that is lost after so many launches of kernels. One at a time.
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

    /// Does something with a card that never runs one of its kernels; others wait for it.
    package static func withComputeDevice<Result>(
        without kernel: String, _ body: (ComputeDevice) throws -> Result
    ) throws -> Result {
        try leavingOut.withLock { _ in try body(computeDevice(without: kernel)) }
    }

    private static func computeDevice(without kernel: String) throws -> ComputeDevice {
        guard var table = cuda_emulator_driver()?.pointee else { throw Missing() }
        leftOut.withLock { $0 = (kernel, 0) }
        table.cuModuleGetFunction = { function, module, name in
            guard let find = cuda_emulator_driver()?.pointee.cuModuleGetFunction else { return 1 }
            let code = find(function, module, name)
            let found = UInt(bitPattern: function?.pointee)
            leftOut.withLock { leftOut in
                if let name, String(cString: name) == leftOut.name { leftOut.function = found }
            }
            return code
        }
        table.cuLaunchKernel = {
            function, gx, gy, gz, bx, by, bz, bytes, stream, arguments, extra in
            let isLeftOut = leftOut.withLock { $0.function == UInt(bitPattern: function) }
            guard !isLeftOut, let launch = cuda_emulator_driver()?.pointee.cuLaunchKernel else {
                return 0
            }
            return launch(function, gx, gy, gz, bx, by, bz, bytes, stream, arguments, extra)
        }
        return ComputeDevice(try CUDADriver(table, path: "the emulator").device(0), images)
    }

    /// The card as a model's device.
    package static func computeDevice() throws -> ComputeDevice {
        ComputeDevice(try device(), images)
    }

    /// Kernels' code, which the emulator does not look at.
    package static let images = KernelProgram.all.map { KernelImage($0, code: [0]) }

    /// The order in which threads run in launches from the calling thread.
    package static func run(_ schedule: Schedule, seed: UInt64 = 0) {
        cuda_emulator_set_schedule(schedule.order, seed)
    }

    private struct Missing: Error {}
}
