package import CUDA
import Hashing

/// Tries products of warpgroups beside those for all GPUs, on the same random operands: in which
/// order tensor cores add up is written nowhere, and a row must have one set of bits.
package struct WarpgroupTrial {
    /// What kernels of one kind gave.
    package struct Products {
        /// The plain product's.
        package let sums: [Float]
        /// The gated one's, bfloat16.
        let activations: [UInt16]

        package func hasBits(of other: Products) -> Bool {
            sums.map(\.bitPattern) == other.sums.map(\.bitPattern)
                && activations == other.activations
        }
    }

    /// Odd parts of every tile, and a sum in two slices.
    private static let (rows, width, inputs) = (201, 48, 4_160)
    /// Columns of what the gated product leaves, padded.
    private static let stride = width.rounded(upTo: 32)

    private let device: CUDADevice
    private let stream: Stream
    private let x: DeviceMemory
    private let matrix: DeviceMemory
    private let bias: DeviceMemory
    private let y: DeviceMemory
    private let out: DeviceMemory

    package init(in context: CUDAContext, seed: UInt64 = 1) throws {
        let budget = MemoryBudget(of: context, owner: "the trial of Hopper's products")
        var random = SplitMix64(seed: seed)
        device = context.device
        stream = try context.makeStream()
        let outputs = 2 * Self.width
        x = try budget.allocate(2 * Self.rows * Self.inputs, for: "operands")
        try x.write(random.operand(Self.rows * Self.inputs), on: stream)
        matrix = try budget.allocate(2 * outputs * Self.inputs, for: "operands")
        try matrix.write(random.operand(outputs * Self.inputs), on: stream)
        bias = try budget.floats(random.bf16(outputs), for: "operands", stream)
        y = try budget.allocate(4 * Self.rows * outputs, for: "products")
        out = try budget.allocate(2 * Self.rows * Self.stride, for: "products")
    }

    /// The products of warpgroups.
    ///
    /// - Throws: ``CUDAError/trialFailed(device:reason:)`` if the GPU fails.
    package func run(_ products: WarpgroupProducts) throws -> Products {
        do {
            return try run(products.plain, products.gated)
        } catch CUDAError.deviceLost(_, _, let reason) {
            throw CUDAError.trialFailed(device: device.title, reason: reason)
        }
    }

    /// Those of the largest tiles for all GPUs.
    package func run(_ kernels: DecoderKernels) throws -> Products {
        try run(kernels.wide[kernels.wide.count - 1], kernels.gated[kernels.gated.count - 1])
    }

    private func run(_ plain: WideProduct, _ gated: WideProduct) throws -> Products {
        Products(sums: try sums(plain), activations: try activations(gated))
    }

    private func sums(_ product: WideProduct) throws -> [Float] {
        let outputs = 2 * Self.width
        try y.fill(0xff, on: stream)
        try product.launch(
            outputs: outputs, rows: Self.rows, on: stream, y, x, matrix, bias, Self.rows, outputs,
            Self.inputs, 0, Float(0))
        return try y.read(Self.rows * outputs, of: Float.self, on: stream)
    }

    /// Gate and up with their activation.
    private func activations(_ product: WideProduct) throws -> [UInt16] {
        try out.fill(0xff, on: stream)
        try product.launch(
            outputs: 2 * Self.width, rows: Self.rows, on: stream, out, y, x, matrix, bias,
            Self.rows, Self.width, Self.inputs, Self.stride, 0)
        return try out.read(Self.rows * Self.stride, of: UInt16.self, on: stream)
    }
}

extension SplitMix64 {
    /// Numbers of bfloat16 of sizes from 1/64 to 64: sums of them lose bits in every way.
    fileprivate mutating func operand(_ count: Int) -> [UInt16] {
        bf16(count).map { number in
            let scale = Float(sign: .plus, exponent: Int(next() % 13) - 6, significand: 1)
            return UInt16((number * scale).bitPattern >> 16)
        }
    }
}
