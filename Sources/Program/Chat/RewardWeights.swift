/// How much each attribute of a reward counts in the one number that answers are compared by.
public enum RewardWeights: Sendable, Equatable {
    /// The published weights for HelpSteer2's attributes, and 1 for a single attribute.
    case usual
    /// Weights by attribute; the others count nothing.
    case given([String: Double])

    /// The weighted sum of the reward's attributes.
    ///
    /// - Throws: ``ChatError/noWeights(attributes:)`` if nothing says what the attributes count,
    ///   ``ChatError/noAttribute(name:found:)`` if one that has a weight is not in the reward.
    public func worth(of reward: Reward) throws(ChatError) -> Double {
        switch self {
        case .usual:
            if reward.names == Reward.attributes {
                return zip(reward.values, Reward.cardWeights).reduce(0) { $0 + $1.0 * $1.1 }
            }
            guard reward.values.count == 1 else {
                throw .noWeights(attributes: reward.names)
            }
            return reward.values[0]
        case .given(let weights):
            if let missing = weights.keys.sorted().first(where: { !reward.names.contains($0) }) {
                throw .noAttribute(name: missing, found: reward.names)
            }
            return zip(reward.names, reward.values).reduce(0) { $0 + $1.1 * (weights[$1.0] ?? 0) }
        }
    }
}
