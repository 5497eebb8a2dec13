public import Chat
public import Training

extension ExampleSet<Preference> {
    /// Reward of the chosen answer minus that of the rejected one, of each pair.
    ///
    /// - Throws: `ChatError` if nothing says what the attributes count, or a weight is of none of them;
    ///   `TrainingError.noRewards` if a pair has no rewards.
    public func rewardDifferences(_ weights: RewardWeights) throws -> [Double] {
        try examples.map { pair in
            try worth(pair.chosenRewards, pair, weights)
                - worth(pair.rejectedRewards, pair, weights)
        }
    }

    /// Rejects pairs of which the chosen answer has less than this reward.
    ///
    /// - Throws: As ``rewardDifferences(_:)``.
    public mutating func require(chosenReward least: Double, _ weights: RewardWeights) throws {
        var kept: [Int] = []
        for (index, pair) in examples.enumerated() {
            let found = try worth(pair.chosenRewards, pair, weights)
            guard found < least else {
                kept.append(index)
                continue
            }
            summary.reject(
                RowRejection("chosen not good enough", "its reward is \(found), at least \(least)"),
                at: pair.name)
        }
        keep(at: kept)
    }

    private func worth(
        _ values: [Double]?, _ pair: Preference, _ weights: RewardWeights
    ) throws -> Double {
        guard let values, let names = rewardNames else {
            throw TrainingError.noRewards(example: pair.name)
        }
        return try weights.worth(of: Reward(names: names, values: values))
    }
}
