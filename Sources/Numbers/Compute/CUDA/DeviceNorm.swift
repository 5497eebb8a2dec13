import CUDA
import Models

/// A norm's gain and bias on a GPU.
struct DeviceNorm {
    let gain: DeviceMemory
    private let biasMemory: DeviceMemory?

    init(_ weights: NormWeights, _ budget: MemoryBudget, _ stream: Stream) throws {
        gain = try budget.floats(weights.gain, for: "weights", stream)
        biasMemory = try weights.bias.map { try budget.floats($0, for: "weights", stream) }
    }

    var width: Int { gain.byteCount / 4 }

    /// The bias, or null.
    var bias: DevicePointer { biasMemory.map { DevicePointer($0) } ?? .null }
}

extension MemoryBudget {
    /// Memory with these numbers in it.
    func floats(_ values: [Float], for purpose: String, _ stream: Stream) throws -> DeviceMemory {
        let memory = try allocate(values.count * 4, for: purpose)
        try memory.write(values, on: stream)
        return memory
    }
}
