import Checkpoints
public import Foundation

/// A linear head on the final norm's output that rates a turn, by one attribute or several.
public struct RewardHead: Sendable {
    /// The attributes of HelpSteer2: what a head of five outputs rates, in order.
    public static let helpSteer = [
        "helpfulness", "correctness", "coherence", "complexity", "verbosity",
    ]

    /// The token of a turn whose state the head reads.
    public enum Reading: Sendable, Equatable {
        /// The token that ends the turn.
        case endOfTurn
        /// The last token that is not `padding` of the conversation up to the turn's end, as Hugging
        /// Face's sequence classifiers read it.
        case lastToken(padding: Int32?)
    }

    /// `[attributes, H]`, row by row.
    public let weight: [Float]
    /// `[attributes]`
    public let bias: [Float]
    /// What the outputs rate, in order.
    public let attributes: [String]
    /// The width of the model that the head was fitted on.
    public let hiddenSize: Int
    /// Where the head reads.
    public let reading: Reading

    /// - Precondition: As many biases as attributes, and weights that are a multiple of these.
    public init(
        weight: [Float], bias: [Float], attributes: [String] = helpSteer,
        reading: Reading = .endOfTurn
    ) {
        precondition(!bias.isEmpty && bias.count == attributes.count, "a bias for each attribute")
        precondition(weight.count % bias.count == 0, "the weight is [attributes, H]")
        self.weight = weight
        self.bias = bias
        self.attributes = attributes
        self.reading = reading
        hiddenSize = weight.count / bias.count
    }

    /// Writes the head as a safetensors file at `path`; `-` is standard output.
    public func write(to path: String) throws {
        var writer = SafetensorsWriter()
        writer.add("reward_head.bias", shape: [bias.count], floats: bias)
        writer.add("reward_head.weight", shape: [bias.count, hiddenSize], floats: weight)
        try writer.write(to: path)
    }

    /// The ratings for one hidden state; sums are in double precision, in order.
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

    /// Checks that the head is as wide as the states of a model; `path` is what the message calls it.
    ///
    /// - Throws: ``ModelError/notAHead(path:width:expected:)``.
    public func check(fits configuration: ModelConfiguration, path: String) throws {
        guard hiddenSize == configuration.hiddenSize else {
            throw ModelError.notAHead(
                path: path, width: hiddenSize, expected: configuration.hiddenSize)
        }
    }
}

// MARK: Files

extension RewardHead {
    /// Reads a head from a safetensors file: `reward_head.weight` and `reward_head.bias`, as
    /// `train reward` writes them, or the `score.weight` of a sequence classifier.
    ///
    /// Five outputs are HelpSteer2's attributes, one is "score", others are "score_1", "score_2".
    ///
    /// - Throws: `TensorError` if there is no head, ``ModelError/wrongShape(path:tensor:found:expected:)``.
    public init(url: URL) throws {
        try self.init(SafetensorsFile(url: url), path: url.path)
    }

    /// Reads a head from the bytes of a safetensors file; `name` is what messages call it.
    ///
    /// - Throws: `TensorError`, ``ModelError/wrongShape(path:tensor:found:expected:)``.
    public init(bytes: [UInt8], name: String) throws {
        try self.init(SafetensorsFile(bytes: bytes, name: name), path: name)
    }

    private init(_ file: SafetensorsFile, path: String) throws {
        let fitted = "reward_head"
        let stem = [fitted, WeightNames.classifier].first { file.tensors[$0 + ".weight"] != nil }
        guard let stem, let weight = file.tensors[stem + ".weight"] else {
            throw TensorError.noTensor(path: path, name: fitted + ".weight", nearest: file.names)
        }
        try self.init(
            weight, bias: file.tensors[stem + ".bias"], attributes: nil,
            reading: stem == fitted ? .endOfTurn : .lastToken(padding: nil))
    }

    /// A head of stored tensors.
    ///
    /// - Parameter attributes: Names of the outputs; nil for those that fit their number.
    init(
        _ weight: StoredTensor, bias: StoredTensor?, attributes: [String]?, reading: Reading
    ) throws {
        guard weight.shape.count == 2, weight.shape[0] > 0, weight.shape[1] > 0 else {
            throw Self.wrongShape(weight, [attributes?.count ?? 1, weight.rowLength])
        }
        let count = weight.shape[0]
        if let bias, bias.shape != [count] { throw Self.wrongShape(bias, [count]) }
        self.init(
            weight: try weight.floats(),
            bias: try bias?.floats() ?? [Float](repeating: 0, count: count),
            attributes: attributes ?? Self.usualAttributes(count), reading: reading)
    }

    /// Names for outputs that no file names.
    static func usualAttributes(_ count: Int) -> [String] {
        switch count {
        case 1: ["score"]
        case helpSteer.count: helpSteer
        default: (1...count).map { "score_\($0)" }
        }
    }

    private static func wrongShape(_ tensor: StoredTensor, _ expected: [Int]) -> ModelError {
        .wrongShape(
            path: tensor.path, tensor: tensor.name, found: tensor.shape, expected: expected)
    }
}
