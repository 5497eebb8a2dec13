import CCUDA

/// A GPU and its properties.
package struct CUDADevice: Sendable {
    /// The GPU's driver.
    package let driver: CUDADriver
    /// Index among the driver's GPUs.
    package let ordinal: Int
    /// The driver's handle of the GPU.
    let handle: Int32
    /// Name, e.g. "NVIDIA H200".
    package let name: String
    /// Identifier, as in `nvidia-smi`: "GPU-" and 16 bytes in hexadecimal.
    package let uuid: String
    /// Compute capability.
    package let capability: Architecture
    /// Bytes of memory.
    package let memory: Int
    /// Number of multiprocessors.
    package let multiprocessors: Int
    /// Highest clock of the multiprocessors, in kHz.
    package let clockInKilohertz: Int
    /// Highest clock of the memory, in kHz; 0 where the driver no longer reports it.
    package let memoryClockInKilohertz: Int
    /// Width of the memory bus.
    package let busWidthInBits: Int
    /// Bytes of the second-level cache.
    package let cacheBytes: Int
    /// Most bytes of shared memory that a block may request (the opt-in limit).
    package let sharedBytesPerBlock: Int

    /// The GPU in messages: "GPU 0 (NVIDIA H200)".
    package var title: String { "GPU \(ordinal) (\(name))" }

    init(_ ordinal: Int, of driver: CUDADriver) throws {
        let table = driver.table
        var device: Int32 = 0
        try driver.check(table.cuDeviceGet(&device, Int32(ordinal)), "cuDeviceGet")
        func attribute(_ number: Int) throws -> Int {
            var value: Int32 = 0
            try driver.check(
                table.cuDeviceGetAttribute(&value, Int32(number), device),
                "cuDeviceGetAttribute \(number)")
            return Int(value)
        }
        var name = [CChar](repeating: 0, count: 256)
        try driver.check(
            table.cuDeviceGetName(&name, Int32(name.count - 1), device), "cuDeviceGetName")
        var bytes = 0
        try driver.check(table.cuDeviceTotalMem(&bytes, device), "cuDeviceTotalMem")
        var uuid = [UInt8](repeating: 0, count: 16)
        try driver.check(table.cuDeviceGetUuid(&uuid, device), "cuDeviceGetUuid")

        (self.driver, self.ordinal, handle) = (driver, ordinal, device)
        (self.name, memory, self.uuid) = (text(name), bytes, Self.digits(of: uuid))
        capability = Architecture(
            try attribute(CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
            try attribute(CC_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR))
        multiprocessors = try attribute(CC_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT)
        clockInKilohertz = try attribute(CC_DEVICE_ATTRIBUTE_CLOCK_RATE_KHZ)
        memoryClockInKilohertz = try attribute(CC_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE_KHZ)
        busWidthInBits = try attribute(CC_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH)
        cacheBytes = try attribute(CC_DEVICE_ATTRIBUTE_L2_CACHE_SIZE)
        sharedBytesPerBlock = try attribute(CC_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN)
    }

    /// Formats a UUID as "GPU-8f0b…", in groups of 8, 4, 4, 4 and 12 digits.
    private static func digits(of uuid: [UInt8]) -> String {
        let digits = uuid.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
        return "GPU-" + groups.joined(separator: "-")
    }
}
