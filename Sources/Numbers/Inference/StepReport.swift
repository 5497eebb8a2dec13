/// What one step of an engine did, and how long its parts took.
public struct StepReport: Sendable, Equatable {
    /// When the step ended.
    public var end = ContinuousClock.now
    /// Sequences that were advanced.
    public var sequences = 0
    /// Tokens of prompts that were computed.
    public var promptTokens = 0
    /// Sequences that were decoded: only their newest token was computed.
    public var decoding = 0
    /// Tokens of replies that were chosen, stop tokens included.
    public var sampled = 0
    /// Whether the step was launched before the tokens of the step before were known.
    public var isAhead = false
    /// Replies that got their first token.
    public var begun = 0
    /// Time to plan the step and to hand out its results.
    public var scheduling = Duration.zero
    /// Time in the model's layers.
    public var layers = Duration.zero
    /// Time in the output head: hidden states to logits.
    public var head = Duration.zero
    /// Time from logits to tokens, log-probabilities or rows.
    public var sampling = Duration.zero

    /// A report of nothing done yet.
    public init() {}

    /// The time in the model itself.
    public var model: Duration { layers + head }
    /// The whole step.
    public var total: Duration { model + scheduling + sampling }
}
