/// A conversation as token ids, with the tokens that it teaches.
public struct Conversation: Sendable, Hashable {
    /// Where it comes from, for messages: "train.jsonl:17", or a record's id.
    public var name: String
    /// The rendered conversation, encoded once.
    public var tokens: [Int32]
    /// Whether each token is a target, `[tokens]`; the first never is, for nothing precedes it.
    public var isTarget: [Bool]

    /// - Precondition: As many flags as tokens.
    public init(name: String, tokens: [Int32], isTarget: [Bool]) {
        precondition(tokens.count == isTarget.count, "a flag for every token")
        (self.name, self.tokens, self.isTarget) = (name, tokens, isTarget)
        if !isTarget.isEmpty { self.isTarget[0] = false }
    }

    /// Number of targets.
    public var targetCount: Int { isTarget.count { $0 } }
}

/// A prompt with a chosen and a rejected answer, as token ids.
public struct Preference: Sendable, Hashable {
    /// Where it comes from, for messages: "train.jsonl:17", or a record's id.
    public var name: String
    /// The prompt, with the assistant's turn opened.
    public var prompt: [Int32]
    /// The answer up to its end-of-turn token; every token is a target.
    public var chosen: [Int32]
    /// The answer up to its end-of-turn token; every token is a target.
    public var rejected: [Int32]
    /// The raw attributes of the answers, in the reward model's order; nil if the row has none.
    public var chosenRewards: [Double]?
    /// As ``chosenRewards``.
    public var rejectedRewards: [Double]?

    /// A pair with its rewards, where the row has them.
    public init(
        name: String, prompt: [Int32], chosen: [Int32], rejected: [Int32],
        chosenRewards: [Double]? = nil, rejectedRewards: [Double]? = nil
    ) {
        (self.name, self.prompt) = (name, prompt)
        (self.chosen, self.rejected) = (chosen, rejected)
        (self.chosenRewards, self.rejectedRewards) = (chosenRewards, rejectedRewards)
    }
}

/// An answer in its conversation, with what people said of it.
public struct RatedAnswer: Sendable, Hashable {
    /// Where it comes from, for messages: "train.jsonl:17", or a record's id.
    public var name: String
    /// The conversation up to the end-of-turn token of the answer, which is the last token.
    public var tokens: [Int32]
    /// The position of the answer's first token.
    public var answerStart: Int
    /// The attributes in the head's order; nil where there is no label.
    public var labels: [Double?]

    /// An answer with its labels.
    public init(name: String, tokens: [Int32], answerStart: Int, labels: [Double?]) {
        (self.name, self.tokens, self.answerStart) = (name, tokens, answerStart)
        self.labels = labels
    }
}
