/// How likely a model finds a text, token by token.
public struct Likelihood: Sendable, Equatable {
    /// The natural logarithm of each token's probability, given all before it.
    public let logProbabilities: [Double]
    /// Whether greedy decoding would choose each token.
    public let areGreedy: [Bool]

    /// A likelihood of as many log-probabilities as choices.
    public init(logProbabilities: [Double], areGreedy: [Bool]) {
        precondition(logProbabilities.count == areGreedy.count, "each token has both")
        (self.logProbabilities, self.areGreedy) = (logProbabilities, areGreedy)
    }

    /// The natural logarithm of the text's probability: the sum over its tokens.
    public var logProbability: Double { logProbabilities.reduce(0, +) }
    /// The number of tokens that were weighed.
    public var tokens: Int { logProbabilities.count }
    /// Whether greedy decoding would write exactly this text.
    public var isGreedy: Bool { areGreedy.allSatisfy(\.self) }
}
