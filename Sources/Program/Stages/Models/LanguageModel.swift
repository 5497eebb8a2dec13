public import Compute
public import JSON
import Synchronization

/// What stages ask of a model. The local engine, a scripted model in tests and, one day, a remote
/// endpoint serve it alike.
public protocol LanguageModel: Sendable {
    /// A digest of everything that decides its answers: weights, tokenizer, chat template.
    var fingerprint: String { get }
    /// What it is called in records.
    var name: String { get }
    /// An answer to a conversation.
    func complete(_ request: ChatRequest) async throws -> ChatReply
    /// Five attributes for every assistant turn of a conversation, in their order.
    /// - Throws: An error if the model has no reward head.
    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward]
    /// What a text is about, as a vector of length 1: texts that mean the same have a cosine near 1.
    /// - Throws: An error if the model makes none.
    func embed(_ text: String, priority: Int) async throws -> Embedding
}

extension LanguageModel {
    /// Throws: not every model makes embeddings.
    public func embed(_ text: String, priority: Int) async throws -> Embedding {
        throw StageError.noEmbeddings(model: name)
    }
}

/// A text as a vector of length 1.
public struct Embedding: Sendable, Equatable {
    /// The vector.
    public let values: [Float]
    /// Whether the text's end was left out, because it is longer than the model's context.
    public let isTruncated: Bool

    /// Scales `values` to length 1; zeros stay zeros.
    public init(scaling values: [Float], isTruncated: Bool = false) {
        let square = values.reduce(0) { $0 + Double($1) * Double($1) }
        let factor = square > 0 ? 1 / square.squareRoot() : 0
        self.values = values.map { Float(Double($0) * factor) }
        self.isTruncated = isTruncated
    }
}

/// One turn of a conversation.
public struct ChatMessage: Sendable, Equatable {
    /// `system`, `user` or `assistant`.
    public var role: String
    /// The text.
    public var content: String

    /// A turn.
    public init(role: String, content: String) {
        self.role = role
        self.content = content
    }

    /// `{"role": ..., "content": ...}`.
    public var json: JSON { ["role": .string(role), "content": .string(content)] }

    /// The turn that an object of that form describes.
    public init?(_ json: JSON) {
        guard let role = json["role"]?.string, let content = json["content"]?.string else {
            return nil
        }
        self.init(role: role, content: content)
    }
}

/// A conversation to go on with, and how.
public struct ChatRequest: Sendable {
    /// The turns so far; the last is the user's.
    public var messages: [ChatMessage]
    /// How tokens are chosen.
    public var sampling: SamplingOptions
    /// What decides the choices.
    public var seed: UInt64
    /// Among waiting requests, the lower goes first.
    public var priority: Int
    /// What the answer must be, whatever the model would rather say; nil for anything.
    public var constraint: AnswerConstraint?

    /// A request.
    public init(
        messages: [ChatMessage], sampling: SamplingOptions, seed: UInt64, priority: Int = 0,
        constraint: AnswerConstraint? = nil
    ) {
        self.messages = messages
        self.sampling = sampling
        self.seed = seed
        self.priority = priority
        self.constraint = constraint
    }
}

/// A model's answer.
public struct ChatReply: Sendable, Equatable {
    /// The text, without the end-of-turn token.
    public var text: String
    /// Whether it ran into the limit of tokens rather than ending by itself.
    public var isTruncated: Bool
    /// How many tokens it has.
    public var tokens: Int
    /// How many tokens the rendered conversation before it has.
    public var promptTokens: Int
    /// The mean log-probability of its tokens, in nats.
    public var meanLogProbability: Double
    /// Where the answer was one of several choices: how probable the model found each, in their
    /// order; they sum to 1. Nil where the model does not say.
    public var choiceProbabilities: [Double]?

    /// An answer.
    public init(
        text: String, isTruncated: Bool, tokens: Int, promptTokens: Int,
        meanLogProbability: Double, choiceProbabilities: [Double]? = nil
    ) {
        self.text = text
        self.isTruncated = isTruncated
        self.tokens = tokens
        self.promptTokens = promptTokens
        self.meanLogProbability = meanLogProbability
        self.choiceProbabilities = choiceProbabilities
    }
}

/// The models of a run by the names that stages use; filled before the run, after the checks.
public final class LanguageModelRegistry: Sendable {
    private let models: Mutex<[String: any LanguageModel]> = Mutex([:])

    /// A registry without models.
    public init() {}

    /// Makes a model known by a name.
    public func register(_ model: any LanguageModel, as name: String) {
        models.withLock { $0[name] = model }
    }

    /// The model of that name.
    /// - Throws: ``StageError/modelNotLoaded(_:)``.
    public func model(_ name: String) throws -> any LanguageModel {
        guard let model = models.withLock({ $0[name] }) else {
            throw StageError.modelNotLoaded(name)
        }
        return model
    }
}
