import Hashing

/// What is evaluated beside a training, and never trained.
public enum HeldOut: Sendable, Equatable {
    /// Nothing.
    case none
    /// This share of the examples, all of one prompt together.
    case share(Double)
    /// Rows of their own.
    case sources([DataSource])
}

extension ExampleSet where Example: CountedExample {
    /// Takes a share of the examples out of the set, at least one: those of the prompts with the
    /// lowest digests of seed and content, whatever the rows' order.
    ///
    /// All examples of a prompt stay together. A prompt with more examples than are wanted still is
    /// passed over, unless there are no others.
    ///
    /// - Returns: The examples that were taken out, in order.
    /// - Throws: ``TrainingDataError/onePrompt(examples:)``.
    public mutating func holdOut(
        _ share: Double, seed: UInt64
    ) throws(TrainingDataError) -> ExampleSet {
        let counts = Dictionary(prompts.map { ($0, 1) }, uniquingKeysWith: +)
        guard counts.count > 1 else { throw .onePrompt(examples: examples.count) }
        let wanted = max(1, Int((share * Double(examples.count)).rounded()))
        let order = counts.sorted { Self.rank($0.key, seed) < Self.rank($1.key, seed) }
        var taken: Set<UInt64> = []
        var count = 0
        for (prompt, examples) in order where count + examples <= wanted {
            taken.insert(prompt)
            count += examples
        }
        // Every prompt has more examples than are wanted.
        if taken.isEmpty, let least = order.min(by: { $0.value < $1.value }) {
            taken.insert(least.key)
        }
        var held = self
        held.summary = ReadingSummary()
        held.keep(prompts: taken.contains)
        keep(prompts: { !taken.contains($0) })
        summary.heldOut = held.examples.count
        summary.heldOutPrompts = taken.count
        return held
    }

    /// The number of these examples whose prompts `other` has too.
    public func count(withPromptsOf other: ExampleSet) -> Int {
        let known = Set(other.prompts)
        return prompts.count { known.contains($0) }
    }

    private static func rank(_ prompt: UInt64, _ seed: UInt64) -> UInt64 {
        (prompt &+ seed.mixed).mixed
    }

    private mutating func keep(prompts isKept: (UInt64) -> Bool) {
        keep(at: prompts.indices.filter { isKept(prompts[$0]) })
    }

    /// Removes all other examples, and counts anew.
    mutating func keep(at indices: [Int]) {
        examples = indices.map { examples[$0] }
        prompts = indices.map { prompts[$0] }
        summary.examples = examples.count
        summary.tokens = examples.reduce(0) { $0 + $1.totalTokens }
        summary.targets = examples.reduce(0) { $0 + $1.targetTotal }
        summary.longest = examples.map(\.jointTokens).max() ?? 0
    }
}

/// The digest of turns by which all examples of a prompt are known.
func promptDigest(_ turns: some Sequence<RowTurn>) -> UInt64 {
    var hash = SHA256()
    for turn in turns {
        hash.update(framed: turn.role)
        hash.update(framed: turn.content)
    }
    return hash.finalize128().high
}
