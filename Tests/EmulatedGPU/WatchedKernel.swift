import CCUDA
import CUDA
import CUDAEmulator
package import Compute
import Synchronization

/// A kernel whose launches are counted, and left out if so told.
private struct Watched {
    var name = ""
    var isLeftOut = false
    var function: UInt?
    var launches = 0
}

private let watched = Mutex(Watched())
/// Held as long as a kernel is watched.
private let watching = Mutex(())

extension EmulatedGPU {
    /// Does something with a GPU that never runs one of its kernels; others wait for it.
    package static func withComputeDevice<Result>(
        _ ordinal: Int = 0, without kernel: String, _ body: (ComputeDevice) throws -> Result
    ) throws -> Result {
        try withDevice(ordinal, watching: Watched(name: kernel, isLeftOut: true)) {
            try body($0)
        }
    }

    /// Does something with a GPU, and tells how often it launched one of its kernels.
    package static func launches(
        of kernel: String, on ordinal: Int = 0, _ body: (ComputeDevice) throws -> Void
    ) throws -> Int {
        try withDevice(ordinal, watching: Watched(name: kernel)) {
            try body($0)
            return watched.withLock(\.launches)
        }
    }

    private static func withDevice<Result>(
        _ ordinal: Int, watching kernel: Watched, _ body: (ComputeDevice) throws -> Result
    ) throws -> Result {
        try watching.withLock { _ in
            watched.withLock { $0 = kernel }
            var table = try device().driver.table
            table.cuModuleGetFunction = findAndWatch
            table.cuLaunchKernel = countAndLaunch
            let driver = try CUDADriver(table, path: "the emulator")
            return try body(ComputeDevice(try driver.device(ordinal), images))
        }
    }

    private static let findAndWatch:
        @convention(c) (
            UnsafeMutablePointer<UnsafeMutableRawPointer?>?, UnsafeMutableRawPointer?,
            UnsafePointer<CChar>?
        ) -> Int32 = { function, module, name in
            guard let find = cuda_emulator_driver()?.pointee.cuModuleGetFunction else { return 1 }
            let code = find(function, module, name)
            let found = UInt(bitPattern: function?.pointee)
            watched.withLock { watched in
                if let name, String(cString: name) == watched.name { watched.function = found }
            }
            return code
        }

    private static let countAndLaunch:
        @convention(c) (
            UnsafeMutableRawPointer?, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32,
            UnsafeMutableRawPointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
            UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        ) -> Int32 = { function, gx, gy, gz, bx, by, bz, bytes, stream, arguments, extra in
            let isLeftOut = watched.withLock { watched in
                guard watched.function == UInt(bitPattern: function) else { return false }
                watched.launches += 1
                return watched.isLeftOut
            }
            guard !isLeftOut, let launch = cuda_emulator_driver()?.pointee.cuLaunchKernel else {
                return 0
            }
            return launch(function, gx, gy, gz, bx, by, bz, bytes, stream, arguments, extra)
        }
}
