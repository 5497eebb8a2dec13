public import Chat

/// Which assistant turns of a conversation are learnt.
public enum TaughtTurns: String, Sendable, CaseIterable {
    /// All of them, whatever the row says of a turn.
    case all
    /// The last one.
    case last
    /// All but those of which the row says `"train": false` or `"weight": 0`.
    case chosen
}

/// What becomes of a row with more tokens than are allowed.
public enum TooLong: String, Sendable, CaseIterable {
    /// It is rejected and counted.
    case reject
    /// Whole turns are dropped, the oldest first, until the rest fits; a system message and the
    /// last question stay. What is too long even then is rejected.
    case trimPrompt
    /// The first tokens are kept, the rest is dropped.
    case truncate
}

/// How rows become examples.
public struct ExampleSettings: Sendable, Equatable {
    /// Most tokens of an example; nil for any number. Of a preference: its prompt with the longer
    /// answer.
    public var maxTokens: Int?
    /// What becomes of longer ones.
    public var tooLong: TooLong
    /// Which turns of conversations are learnt.
    public var turns: TaughtTurns
    /// The labels of rated answers, in the reward head's order.
    public var attributes: [String]
    /// What the reward head reads of an answer; nil for what the head that it begins with reads, and
    /// for the end of the turn if it begins with none.
    public var reading: RewardReading?
    /// Whether preferences need rewards.
    public var needsRewards: Bool
    /// Decides which rows a share takes.
    public var seed: UInt64

    /// Settings; by default those of the trainer.
    public init(
        maxTokens: Int? = nil, tooLong: TooLong = .reject, turns: TaughtTurns = .all,
        attributes: [String] = Reward.attributes, reading: RewardReading? = nil,
        needsRewards: Bool = false, seed: UInt64 = 0
    ) {
        (self.maxTokens, self.tooLong, self.turns) = (maxTokens, tooLong, turns)
        (self.attributes, self.reading) = (attributes, reading)
        (self.needsRewards, self.seed) = (needsRewards, seed)
    }
}

/// What a reward head reads of an answer.
public enum RewardReading: String, CaseIterable, Sendable {
    /// The state at the token that ends the turn, as the report's reward model.
    case end
    /// The mean of the states at the answer's tokens.
    case answer
}
