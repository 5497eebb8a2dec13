import Compute
import Models

/// What a device can do at most: bytes from memory, and multiply-adds of each kind of numbers.
package struct DeviceCeilings: Sendable {
    package let bytesPerSecond: Double
    /// Multiply-adds a second; kinds that the device has no instruction for are missing.
    package let multiplyAdds: [OperationTime.Arithmetic: Double]
    /// Whose product measured it: "cuBLASLt 13.2.0"; `nil` on the CPU.
    package let product: String?

    package init(
        bytesPerSecond: Double, multiplyAdds: [OperationTime.Arithmetic: Double],
        product: String? = nil
    ) {
        (self.bytesPerSecond, self.multiplyAdds) = (bytesPerSecond, multiplyAdds)
        self.product = product
    }

    /// The measurements of `bench`; about two seconds.
    static func measure(_ device: ComputeDevice, threads: Int) throws -> DeviceCeilings {
        if let gpu = try device.gpuCeilings() {
            return DeviceCeilings(
                bytesPerSecond: gpu.bytesPerSecond,
                multiplyAdds: [.bfloat16: gpu.multiplyAddsPerSecond], product: gpu.product)
        }
        var machine = MachineCeilings(threads: threads)
        machine.measureArithmetic()
        machine.measureMemory()
        let rates: [OperationTime.Arithmetic: Double] = [
            .float32: machine.float32, .bfloat16: machine.bf16, .int8: machine.int8,
        ]
        return DeviceCeilings(
            bytesPerSecond: max(machine.readSmallPages, machine.readHugePages),
            multiplyAdds: rates.filter { $0.value > 0 })
    }
}
