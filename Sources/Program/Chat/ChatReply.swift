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
