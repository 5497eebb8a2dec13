/// How likely a model finds a token that it is given.
public struct TokenLikelihood: Sendable, Equatable {
    /// The natural logarithm of the token's probability after the tokens before it.
    public let logProbability: Float
    /// Whether greedy decoding would choose the token: none is more likely, or as likely with a
    /// lower id.
    public let isGreedy: Bool

    /// A token's likelihood.
    public init(logProbability: Float, isGreedy: Bool) {
        (self.logProbability, self.isGreedy) = (logProbability, isGreedy)
    }
}
