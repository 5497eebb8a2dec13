public import Compute

/// A conversation to complete, and how to choose the tokens of the reply.
public struct ChatRequest: Sendable {
    /// The turns so far; the last is the user's.
    public var messages: [ChatMessage]
    /// How tokens are chosen.
    public var sampling: SamplingOptions
    /// Decides the random draws: the same request with the same seed gets the same reply.
    public var seed: UInt64
    /// The rank among waiting requests; the lowest goes first.
    public var priority: Int
    /// What the reply must be; nil if it may be any text.
    public var constraint: AnswerConstraint?

    /// A request to complete `messages`.
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
