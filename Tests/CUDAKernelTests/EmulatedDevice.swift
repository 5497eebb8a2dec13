import CCUDA
import CUDAEmulator

/// What the emulated driver refused, in its own words.
struct EmulatorFailure: Error, CustomStringConvertible {
    let call: String
    let error: Int32
    let reason: String

    var description: String { "\(call): error \(error), \(reason)" }
}

/// The order in which a block's threads run.
enum Schedule: CaseIterable, Sendable {
    case lockstep, reversed, random, warpAhead

    /// Makes the launches to come from this thread run so.
    func choose(seed: UInt64 = 1) {
        let order =
            switch self {
            case .lockstep: CUDA_EMULATOR_LOCKSTEP
            case .reversed: CUDA_EMULATOR_REVERSED
            case .random: CUDA_EMULATOR_RANDOM
            case .warpAhead: CUDA_EMULATOR_WARP_AHEAD
            }
        cuda_emulator_set_schedule(order, seed)
    }
}

/// The emulated driver's table, called as a program calls the real one.
enum EmulatedDevice {
    static var driver: cc_driver { cuda_emulator_driver().pointee }

    static func check(_ error: Int32?, _ call: String) throws {
        guard error != 0 else { return }
        throw EmulatorFailure(
            call: call, error: error ?? -1, reason: String(cString: cuda_emulator_failure()))
    }

    /// The kernel of that name.
    static func function(_ name: String) throws -> UnsafeMutableRawPointer? {
        var function: UnsafeMutableRawPointer?
        try check(driver.cuModuleGetFunction?(&function, nil, name), name)
        return function
    }

    /// Launches a kernel on the default stream, or another, with the dynamic shared memory allowed; on
    /// a device that has every instruction.
    static func launch(
        _ name: String,
        grid: (Int, Int),
        threads: Int,
        shared: Int = 0,
        on stream: UnsafeMutableRawPointer? = nil,
        _ arguments: any KernelArgument...
    ) throws {
        try launch(
            name, grid: grid, threads: threads, shared: shared, on: stream, all: arguments)
    }

    /// The same, with arguments in an array.
    static func launch(
        _ name: String,
        grid: (Int, Int),
        threads: Int,
        shared: Int = 0,
        on stream: UnsafeMutableRawPointer? = nil,
        all arguments: [any KernelArgument]
    ) throws {
        try check(driver.cuCtxSetCurrent?(nil), name)
        let function = try function(name)
        let allowed = Int32(max(shared, 99 << 10))
        let attribute = Int32(CC_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES)
        try check(driver.cuFuncSetAttribute?(function, attribute, allowed), name)
        let values = UnsafeMutablePointer<UInt64>.allocate(capacity: arguments.count)
        defer { values.deallocate() }
        var pointers: [UnsafeMutableRawPointer?] = []
        for (index, argument) in arguments.enumerated() {
            values[index] = argument.bits
            pointers.append(values + index)
        }
        try check(
            driver.cuLaunchKernel?(
                function, UInt32(grid.0), UInt32(grid.1), 1, UInt32(threads), 1, 1, UInt32(shared),
                stream, &pointers, nil), name)
    }
}

/// A kernel's argument, in the low bytes.
protocol KernelArgument {
    var bits: UInt64 { get }
}

extension Int: KernelArgument {
    var bits: UInt64 { UInt64(bitPattern: Int64(self)) }
}

extension Float: KernelArgument {
    var bits: UInt64 { UInt64(bitPattern) }
}

/// Device memory with a copy of an array of plain numbers.
final class DeviceArray<Element: BitwiseCopyable>: KernelArgument {
    let address: UInt64
    private let count: Int

    init(_ values: [Element]) throws {
        var address: UInt64 = 0
        let bytes = max(1, values.count * MemoryLayout<Element>.stride)
        try EmulatedDevice.check(EmulatedDevice.driver.cuMemAlloc?(&address, bytes), "cuMemAlloc")
        self.address = address
        count = values.count
        let copied = values.withUnsafeBytes {
            EmulatedDevice.driver.cuMemcpyHtoDAsync?(address, $0.baseAddress, $0.count, nil)
        }
        try EmulatedDevice.check(copied, "cuMemcpyHtoDAsync")
    }

    deinit { _ = EmulatedDevice.driver.cuMemFree?(address) }

    var bits: UInt64 { address }

    /// What is there now.
    func values() throws -> [Element] {
        try [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            let bytes = count * MemoryLayout<Element>.stride
            try EmulatedDevice.check(
                EmulatedDevice.driver.cuMemcpyDtoHAsync?(
                    buffer.baseAddress, address, bytes, nil), "cuMemcpyDtoHAsync")
            initialized = count
        }
    }
}
