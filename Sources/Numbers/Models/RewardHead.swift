import Checkpoints
public import Foundation
import JSON

/// A linear head on the final norm's output that rates a turn, by one attribute or several.
public struct RewardHead: Sendable {
    /// The attributes of HelpSteer2: what a head of five outputs rates, in order.
    public static let helpSteer = [
        "helpfulness", "correctness", "coherence", "complexity", "verbosity",
    ]

    /// The states of a turn that the head reads.
    public enum Reading: Sendable, Equatable {
        /// The token that ends the turn.
        case endOfTurn
        /// The last token that is not `padding` of the conversation up to the turn's end, as Hugging
        /// Face's sequence classifiers read it.
        case lastToken(padding: Int32?)
        /// The mean over the answer's tokens, the one that ends the turn among them.
        case answer
        /// That mean, and after it the state at the token that ends the turn: two states for one.
        case answerAndEnd
    }

    /// `[attributes, inputs]`, row by row; as many inputs as ``hiddenSize``, or twice as many if it
    /// reads two states.
    public let weight: [Float]
    /// `[attributes]`
    public let bias: [Float]
    /// What the outputs rate, in order.
    public let attributes: [String]
    /// The width of the model that the head was fitted on.
    public let hiddenSize: Int
    private let inputSize: Int
    /// Where the head reads.
    public let reading: Reading
    /// How well it orders pairs, by the account of who fitted it; nil if nothing is said.
    public let account: PairAccount?

    /// - Precondition: As many biases as attributes, and weights that are a multiple of these.
    public init(
        weight: [Float], bias: [Float], attributes: [String] = helpSteer,
        reading: Reading = .endOfTurn, account: PairAccount? = nil
    ) {
        precondition(!bias.isEmpty && bias.count == attributes.count, "a bias for each attribute")
        precondition(
            weight.count % (bias.count * reading.states) == 0, "the weight is [attributes, inputs]")
        self.weight = weight
        self.bias = bias
        self.attributes = attributes
        self.reading = reading
        self.account = account
        inputSize = weight.count / bias.count
        hiddenSize = inputSize / reading.states
    }

    /// Writes the head as a safetensors file at `path`; `-` is standard output.
    ///
    /// A head that reads anything but the end of the turn says so among the file's metadata.
    public func write(to path: String) throws {
        var metadata = ["format": "pt"]
        metadata[Self.readingKey] = Self.readings.first { $0.value == reading }?.key
        if let account { metadata[Self.accountKey] = account.json.text }
        var writer = SafetensorsWriter(metadata: metadata)
        writer.add("reward_head.bias", shape: [bias.count], floats: bias)
        writer.add("reward_head.weight", shape: [bias.count, inputSize], floats: weight)
        try writer.write(to: path)
    }

    /// The ratings for what the head reads; sums are in double precision, in order.
    ///
    /// - Precondition: `hidden` has ``hiddenSize`` values for each state that the head reads.
    public func callAsFunction(_ hidden: [Float]) -> [Float] {
        precondition(hidden.count == inputSize, "the head is for another model's hidden size")
        return bias.indices.map { output in
            var sum = Double(bias[output])
            for column in 0..<inputSize {
                sum += Double(weight[output * inputSize + column]) * Double(hidden[column])
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

extension RewardHead.Reading {
    /// How many states are read of a turn.
    var states: Int { self == .answerAndEnd ? 2 : 1 }
}

// MARK: Files

extension RewardHead {
    private static let readingKey = "reading"
    /// What a file says of heads that read anything but the end of the turn.
    private static let readings = ["answer": Reading.answer, "answer+end": .answerAndEnd]
    private static let accountKey = "pairs_in_order"

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
            reading: stem == fitted
                ? Self.reading(file.metadata[Self.readingKey], path) : .lastToken(padding: nil),
            account: file.metadata[Self.accountKey].flatMap { text in
                (try? JSON(parsing: text)).flatMap(PairAccount.init)
            })
    }

    private static func reading(_ name: String?, _ path: String) throws -> Reading {
        guard let name else { return .endOfTurn }
        guard let reading = readings[name] else {
            throw ModelError.badValue(
                path: path, key: readingKey, found: "\"\(name)\"",
                expected: readings.keys.sorted().map { "\"\($0)\"" }.joined(separator: " or ")
                    + ", or nothing for the end of the turn")
        }
        return reading
    }

    /// A head of stored tensors.
    ///
    /// - Parameter attributes: Names of the outputs; nil for those that fit their number.
    init(
        _ weight: StoredTensor, bias: StoredTensor?, attributes: [String]?, reading: Reading,
        account: PairAccount? = nil
    ) throws {
        guard weight.shape.count == 2, weight.shape[0] > 0, weight.shape[1] > 0,
            weight.shape[1] % reading.states == 0
        else {
            throw Self.wrongShape(weight, [attributes?.count ?? 1, weight.rowLength])
        }
        let count = weight.shape[0]
        if let bias, bias.shape != [count] { throw Self.wrongShape(bias, [count]) }
        self.init(
            weight: try weight.floats(),
            bias: try bias?.floats() ?? [Float](repeating: 0, count: count),
            attributes: attributes ?? Self.usualAttributes(count), reading: reading,
            account: account)
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
