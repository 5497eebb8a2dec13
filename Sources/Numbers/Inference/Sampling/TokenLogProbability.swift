/// A token and the natural logarithm of its probability.
public struct TokenLogProbability: Sendable, Hashable {
    /// The token's id.
    public let token: Int32
    /// In nats.
    public let logProbability: Float

    /// A token and its log-probability in nats.
    public init(token: Int32, logProbability: Float) {
        self.token = token
        self.logProbability = logProbability
    }
}
