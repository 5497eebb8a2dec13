public import Compute

/// A prompt to continue.
public struct GenerationRequest: Sendable {
    /// The prompt's token ids; at least one.
    public var prompt: [Int32]
    /// How each token is chosen, and how many at most.
    public var sampling: SamplingOptions
    /// The reply ends before any of these.
    public var stopTokens: Set<Int32>
    /// With the number of a token in the reply this decides its draw, and nothing else does.
    public var seed: UInt64
    /// Lower goes first; first come, first served among equals.
    public var priority: Int
    /// How many of the most likely tokens to report for each step.
    public var topLogprobs: Int
    /// Which tokens may come at all; a constraint serves one request.
    public var constraint: (any TokenConstraint)?

    /// A request; without `sampling`, tokens are drawn from the model's own distribution.
    public init(
        prompt: [Int32],
        sampling: SamplingOptions = SamplingOptions(),
        stopTokens: Set<Int32> = [],
        seed: UInt64 = 0,
        priority: Int = 0,
        topLogprobs: Int = 0,
        constraint: (any TokenConstraint)? = nil
    ) {
        self.prompt = prompt
        self.sampling = sampling
        self.stopTokens = stopTokens
        self.seed = seed
        self.priority = priority
        self.topLogprobs = topLogprobs
        self.constraint = constraint
    }
}

/// What a model wrote after a prompt.
public struct Completion: Sendable, Equatable {
    /// Why the reply ended.
    public enum FinishReason: String, Sendable {
        /// A stop token came next, or the constraint allowed nothing more.
        case stop
        /// The most tokens asked for, or the end of the context.
        case length
    }

    /// The reply without the stop token.
    public var tokens: [Int32]
    /// Why there are no more.
    public var finishReason: FinishReason
    /// Of each token in ``tokens``: natural logarithm of the probability that the model itself gave
    /// it, before penalties and temperature.
    public var logprobs: [Float]
    /// The most likely tokens at each step, if asked for, the chosen one among them or not.
    public var top: [[TokenLogProbability]]

    /// A finished reply.
    public init(
        tokens: [Int32],
        finishReason: FinishReason,
        logprobs: [Float],
        top: [[TokenLogProbability]] = []
    ) {
        self.tokens = tokens
        self.finishReason = finishReason
        self.logprobs = logprobs
        self.top = top
    }
}
