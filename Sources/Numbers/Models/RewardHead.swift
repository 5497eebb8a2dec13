import Checkpoints
public import Foundation

/// A linear head on the final norm's output that rates a turn on five attributes.
public struct RewardHead: Sendable {
    /// What the five outputs rate, in order.
    public static let attributes = [
        "helpfulness", "correctness", "coherence", "complexity", "verbosity",
    ]

    /// `[5, H]`, row by row.
    public let weight: [Float]
    /// `[5]`
    public let bias: [Float]
    /// The width of the model that the head was fitted on.
    public let hiddenSize: Int

    /// - Precondition: Five biases, and weights that are a multiple of five.
    public init(weight: [Float], bias: [Float]) {
        precondition(bias.count == Self.attributes.count, "a reward head has five outputs")
        precondition(weight.count % bias.count == 0, "the weight is [5, H]")
        self.weight = weight
        self.bias = bias
        hiddenSize = weight.count / bias.count
    }

    /// Reads `reward_head.weight` and `reward_head.bias` from a safetensors file or folder.
    ///
    /// - Throws: `TensorError` if one is missing, ``ModelError/wrongShape(path:tensor:found:expected:)``.
    public init(url: URL) throws {
        let checkpoint = try Checkpoint(url: url)
        try self.init(
            weight: checkpoint.tensor("reward_head.weight"),
            bias: checkpoint.tensor("reward_head.bias")
        )
    }

    /// Reads a head from the bytes of a safetensors file; `name` is what messages call it.
    ///
    /// - Throws: `TensorError`, ``ModelError/wrongShape(path:tensor:found:expected:)``.
    public init(bytes: [UInt8], name: String) throws {
        let file = try SafetensorsFile(bytes: bytes, name: name)
        guard let weight = file.tensors["reward_head.weight"],
            let bias = file.tensors["reward_head.bias"]
        else {
            throw TensorError.noTensor(
                path: name,
                name: "reward_head.weight",
                nearest: file.names
            )
        }
        try self.init(weight: weight, bias: bias)
    }

    private init(weight: StoredTensor, bias: StoredTensor) throws {
        let count = Self.attributes.count
        for (tensor, expected) in [(weight, [count, weight.rowLength]), (bias, [count])]
        where tensor.shape != expected {
            throw ModelError.wrongShape(
                path: tensor.path,
                tensor: tensor.name,
                found: tensor.shape,
                expected: expected
            )
        }
        self.init(weight: try weight.floats(), bias: try bias.floats())
    }

    /// Writes the head as a safetensors file at `path`; `-` is standard output.
    public func write(to path: String) throws {
        var writer = SafetensorsWriter()
        writer.add("reward_head.bias", shape: [bias.count], floats: bias)
        writer.add("reward_head.weight", shape: [bias.count, hiddenSize], floats: weight)
        try writer.write(to: path)
    }

    /// The five ratings for one hidden state; sums are in double precision, in order.
    ///
    /// - Precondition: `hidden` has ``hiddenSize`` values.
    public func callAsFunction(_ hidden: [Float]) -> [Float] {
        precondition(hidden.count == hiddenSize, "the head is for another model's hidden size")
        return bias.indices.map { output in
            var sum = Double(bias[output])
            for column in 0..<hiddenSize {
                sum += Double(weight[output * hiddenSize + column]) * Double(hidden[column])
            }
            return Float(sum)
        }
    }
}
