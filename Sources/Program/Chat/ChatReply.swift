/// The reply of a model to a conversation.
public struct ChatReply: Sendable, Equatable {
    /// The text, without the end-of-turn token.
    public var text: String
    /// Whether the reply was cut at the limit of tokens, before the model ended its turn.
    public var isTruncated: Bool
    /// The number of tokens in the reply.
    public var tokens: Int
    /// The number of tokens in the rendered conversation before the reply.
    public var promptTokens: Int
    /// The mean log-probability of the reply's tokens, in nats.
    public var meanLogProbability: Double
    /// The probability of each choice, in the order of the choices, if the reply had to be one of
    /// several. The probabilities sum to 1. Nil if the model gives none.
    public var choiceProbabilities: [Double]?

    /// A reply with these facts.
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
