import Compute
import Models

/// A device's peak rates: bytes from memory, and multiply-adds of each number format.
package struct DeviceCeilings: Sendable {
    package let bytesPerSecond: Double
    /// Multiply-adds a second; formats that the device has no instruction for are missing.
    package let multiplyAdds: [OperationTime.Arithmetic: Double]
    /// The matmul that was measured: "cuBLASLt 13.2.0"; `nil` on the CPU.
    package let product: String?

    package init(
        bytesPerSecond: Double, multiplyAdds: [OperationTime.Arithmetic: Double],
        product: String? = nil
    ) {
        (self.bytesPerSecond, self.multiplyAdds) = (bytesPerSecond, multiplyAdds)
        self.product = product
    }

    /// Measures as `bench` does, in about two seconds.
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
