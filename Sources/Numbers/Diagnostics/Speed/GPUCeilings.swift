import CUDA
public import Compute

/// A GPU's peak rates, measured with copies alone and with a matmul alone.
public struct GPUCeilings: Sendable, Equatable {
    /// The GPU: "GPU 0 (NVIDIA H200)".
    public let device: String
    /// Bytes a second of copies inside its memory, read and written ones added.
    public let bytesPerSecond: Double
    /// Multiply-adds of bf16 a second, in products of large square matrices.
    public let multiplyAddsPerSecond: Double
    /// The matmul that was measured: "cuBLASLt 13.2.0", or this package's largest tile,
    /// "gemm_wide_128x256", if cuBLASLt is not installed.
    public let product: String
}

extension ComputeDevice {
    /// Measures the GPU, in about a second; `nil` for the CPU.
    ///
    /// - Parameter size: Rows and columns of the matrices.
    public func gpuCeilings(size: Int = 8_192) throws -> GPUCeilings? {
        guard let (device, images) = gpu else { return nil }
        let context = try CUDAContext(device)
        let (seconds, product) = try Self.product(context, images, size: size)
        return GPUCeilings(
            device: device.title,
            bytesPerSecond: try Self.copying(context, bytes: 2 * size * size * 4),
            multiplyAddsPerSecond: Double(size) * Double(size) * Double(size) / seconds,
            product: product)
    }

    private static func copying(_ context: CUDAContext, bytes: Int) throws -> Double {
        let budget = MemoryBudget(of: context, owner: "the memory's rate")
        let stream = try context.makeStream()
        let from = try budget.allocate(bytes, for: "a copy")
        let to = try budget.allocate(bytes, for: "a copy")
        try from.fill(0, on: stream)
        let seconds = try context.seconds(on: stream, repetitions: 10) {
            try to.copy(from: from, byteCount: bytes, on: stream)
        }
        return 2 * Double(bytes) / seconds
    }

    private static func product(
        _ context: CUDAContext, _ images: [KernelImage], size: Int
    ) throws -> (seconds: Double, name: String) {
        if let blasLt = BlasLt.open().found {
            let seconds = try blasLt.secondsOfProduct(size: size, in: context)
            return (seconds, "cuBLASLt \(blasLt.version)")
        }
        let library = try KernelLibrary(images, in: context)
        let kernels = try DecoderKernels(library, in: context)
        let wide = kernels.wide[kernels.wide.count - 1]
        let budget = MemoryBudget(of: context, owner: "the matrix rate")
        let stream = try context.makeStream()
        let x = try budget.allocate(2 * size * size, for: "a matrix")
        let matrix = try budget.allocate(2 * size * size, for: "a matrix")
        let y = try budget.allocate(4 * size * size, for: "a matrix")
        for memory in [x, matrix] { try memory.fill(0x3c, on: stream) }
        let seconds = try context.seconds(on: stream, repetitions: 10) {
            try wide.launch(
                outputs: size, rows: size, on: stream, y, x, matrix, DevicePointer.null, size,
                size, size, 0, Float(0))
        }
        return (seconds, wide.kernel.name)
    }
}
