package import CUDA
import Checkpoints
import Models

/// A weight matrix on a GPU, in the order of `kernels/fragments.cuh`: bfloat16, or E4M3, of which
/// two lie in the place of one bfloat16.
///
/// Quantized weights are widened when they are loaded: products then need nothing but loads and
/// tensor cores.
package struct DeviceMatrix {
    let fragments: DeviceMemory
    let outputs: Int
    let inputs: Int
    /// Each output's scale, if the numbers are E4M3.
    package let scales: DeviceMemory?
    private let bias: DeviceMemory?

    /// The bias, or null.
    var biasPointer: DevicePointer { bias.map { DevicePointer($0) } ?? .null }

    /// Inputs of a bfloat16 matrix with their padding; of one of E4M3, pairs of inputs.
    var columns: Int { Self.columns(inputs, fp8: scales != nil) }

    /// Numbers of a row of activations, padded.
    var paddedInputs: Int { inputs.rounded(upTo: 32) }

    private static func columns(_ inputs: Int, fp8: Bool) -> Int {
        fp8 ? inputs.rounded(upTo: 64) / 2 : inputs.rounded(upTo: 32)
    }

    /// Takes in matrices of the same input, their outputs side by side.
    init(
        _ parts: [MatrixWeights], fp8: FP8Scales? = nil, _ budget: MemoryBudget, _ stream: Stream
    ) throws {
        outputs = parts.reduce(0) { $0 + $1.rows.count }
        inputs = parts.first?.stored.rowLength ?? 0
        let columns = Self.columns(inputs, fp8: fp8 != nil)
        fragments = try budget.allocate(outputs.rounded(upTo: 16) * columns * 2, for: "weights")
        bias = try Self.bias(parts, budget, stream)
        var packer = FragmentPacker(parts, outputs: outputs, inputs: inputs, columns, fp8: fp8)
        try packer.pack(into: fragments, on: stream)
        scales =
            fp8 == nil ? nil : try budget.floats(packer.scales, for: "weights", stream)
    }

    private static func bias(
        _ parts: [MatrixWeights], _ budget: MemoryBudget, _ stream: Stream
    ) throws -> DeviceMemory? {
        guard parts.contains(where: { $0.bias != nil }) else { return nil }
        let values = parts.flatMap { $0.bias ?? [Float](repeating: 0, count: $0.rows.count) }
        return try budget.floats(values, for: "weights", stream)
    }
}
