public import Hashing
public import Training

/// Examples in order, with what reading them came to.
public struct ExampleSet<Example: Sendable>: Sendable {
    /// Source after source in the given order, rows in file order.
    public internal(set) var examples: [Example] = []
    /// Digests of their prompts, as the rows have them: what is held out is told by these.
    public internal(set) var prompts: [UInt64] = []
    /// What reading came to.
    public internal(set) var summary = ReadingSummary()
    /// The names of preferences' rewards; nil if no row has any.
    public internal(set) var rewardNames: [String]?
}

/// An example that can be counted and told apart by its content.
public protocol CountedExample: Sendable {
    /// Its tokens; of a preference, prompt and both answers.
    var totalTokens: Int { get }
    /// The targets among them.
    var targetTotal: Int { get }
    /// Tokens that are computed together, for the longest.
    var jointTokens: Int { get }
    /// Adds tokens, targets and labels to a digest.
    func update(_ hash: inout SHA256)
}

extension Conversation: CountedExample {
    /// Its tokens.
    public var totalTokens: Int { tokens.count }
    /// The targets among them.
    public var targetTotal: Int { targetCount }
    /// Tokens that are computed together.
    public var jointTokens: Int { tokens.count }

    /// Adds tokens, targets and labels to a digest.
    public func update(_ hash: inout SHA256) {
        hash.update(tokens)
        hash.update(framed: isTarget.map { $0 ? 1 : 0 })
    }
}

extension Preference: CountedExample {
    /// Its tokens.
    public var totalTokens: Int { prompt.count + chosen.count + rejected.count }
    /// The targets among them.
    public var targetTotal: Int { chosen.count + rejected.count }
    /// Tokens that are computed together.
    public var jointTokens: Int { prompt.count + max(chosen.count, rejected.count) }

    /// Adds tokens, targets and labels to a digest.
    public func update(_ hash: inout SHA256) {
        for tokens in [prompt, chosen, rejected] { hash.update(tokens) }
        for rewards in [chosenRewards, rejectedRewards] { hash.update(rewards?.map { $0 } ?? []) }
    }
}

extension RatedAnswer: CountedExample {
    /// Its tokens.
    public var totalTokens: Int { tokens.count }
    /// The targets among them.
    public var targetTotal: Int { 0 }
    /// Tokens that are computed together.
    public var jointTokens: Int { tokens.count }

    /// Adds tokens, targets and labels to a digest.
    public func update(_ hash: inout SHA256) {
        hash.update(tokens)
        hash.update(labels)
    }
}

extension SHA256 {
    fileprivate mutating func update(_ tokens: [Int32]) {
        update(UInt64(tokens.count))
        tokens.withUnsafeBytes { update($0) }
    }

    fileprivate mutating func update(_ values: [Double?]) {
        update(UInt64(values.count))
        for value in values { update(value.map(\.bitPattern) ?? .max) }
    }
}

extension ExampleSet where Example: CountedExample {
    /// Digest of the examples in their order, whatever their names: by it a trainer knows its data.
    public var digest: String {
        var hash = SHA256()
        for example in examples { example.update(&hash) }
        return hash.finalize().hexadecimal
    }
}
