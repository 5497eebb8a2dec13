public import Compute

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
