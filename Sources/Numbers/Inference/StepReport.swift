/// What one step of an engine did, and how long its parts took.
public struct StepReport: Sendable, Equatable {
    /// When the step ended.
    public var end = ContinuousClock.now
    /// Sequences that were advanced.
    public var sequences = 0
    /// Tokens of prompts that were computed.
    public var promptTokens = 0
    /// Sequences of which only the newest token was computed: those that are being decoded.
    public var decoding = 0
    /// Tokens of replies that were chosen, stop tokens included.
    public var sampled = 0
    /// Whether it was handed to the device before the tokens of the step before were known.
    public var isAhead = false
    /// Replies that got their first token.
    public var begun = 0
    /// Deciding what to compute, and handing out what came of it.
    public var scheduling = Duration.zero
    /// The model's layers.
    public var layers = Duration.zero
    /// The output head: hidden states to logits.
    public var head = Duration.zero
    /// Logits to tokens, log-probabilities or rows.
    public var sampling = Duration.zero

    /// Nothing done yet.
    public init() {}

    /// The time in the model itself.
    public var model: Duration { layers + head }
    /// The whole step.
    public var total: Duration { model + scheduling + sampling }
}
