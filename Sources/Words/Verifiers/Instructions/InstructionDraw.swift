import Hashing

/// Draws instructions, their arguments and their wording from one random stream.
public struct InstructionDraw {
    /// The message to which the instructions are added.
    public let prompt: String
    private var stream: SplitMix64

    /// Creates a draw whose choices depend only on the prompt and the seed.
    public init(prompt: String, seed: UInt64) {
        self.prompt = prompt
        stream = SplitMix64(seed: seed)
    }

    /// Draws up to `count` instructions that do not conflict, with probabilities by weight.
    ///
    /// Kinds with a weight of 0 are never drawn. Fewer than `count` are drawn if all other kinds
    /// conflict with those drawn or with `others`.
    public mutating func instructions(
        _ count: Int, weights: [(kind: InstructionKind, weight: Double)],
        besides others: [InstructionKind] = []
    ) throws(VerifierError) -> [Instruction] {
        var drawn: [Instruction] = []
        var open = weights.filter { entry in
            entry.weight > 0 && others.allSatisfy { entry.kind.agrees(with: $0) }
        }
        while drawn.count < count, let kind = pick(open) {
            drawn.append(try Instruction(kind, arguments: kind.type.draw(&self)))
            open.removeAll { !$0.kind.agrees(with: kind) }
        }
        return drawn
    }

    /// Draws one of the wordings of an instruction.
    public mutating func wording(of instruction: Instruction) -> String {
        pick(instruction.wordings)
    }

    /// Draws an element of a list, which must not be empty.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[stream.integer(below: elements.count)]
    }

    /// Draws a number from a range.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + stream.integer(below: range.count)
    }

    /// Draws `count` elements at different positions, in random order; all if there are fewer.
    mutating func several<Element>(_ count: Int, of elements: [Element]) -> [Element] {
        var rest = elements
        return (0..<min(count, rest.count)).map { _ in
            rest.remove(at: stream.integer(below: rest.count))
        }
    }

    /// Draws "at least" twice as often as "less than", because a lower bound requires more of an
    /// answer.
    mutating func relation() -> CountBound.Relation {
        stream.integer(below: 3) == 0 ? .lessThan : .atLeast
    }

    private mutating func pick(_ weights: [(kind: InstructionKind, weight: Double)])
        -> InstructionKind?
    {
        let sum = weights.reduce(0) { $0 + $1.weight }
        var remaining = stream.uniform() * sum
        for (kind, weight) in weights {
            remaining -= weight
            if remaining < 0 { return kind }
        }
        // Rounding can leave a remainder above the sum of the weights.
        return weights.last?.kind
    }

    // MARK: Words

    /// Draws keywords for an answer: some content words of the prompt, the rest common words.
    mutating func keywords(_ count: Int) -> [String] {
        var seen: Set<String> = []
        let own = prompt.lowercased().split { !$0.isASCII || !$0.isLetter }.map(String.init)
            .filter { (5...12).contains($0.count) && !Self.empty.contains($0) }
            .filter { seen.insert($0).inserted }
        let fromPrompt = several(stream.integer(below: count + 1), of: own)
        let common = Self.common.filter { !fromPrompt.contains($0) }
        return fromPrompt + several(count - fromPrompt.count, of: common)
    }

    private static let empty: Set<String> = [
        "about", "after", "again", "answer", "because", "before", "being", "could", "describe",
        "doing", "during", "every", "explain", "first", "found", "given", "going", "other",
        "please",
        "question", "really", "should", "since", "some", "their", "there", "these", "thing",
        "things", "think", "those", "three", "through", "under", "until", "using", "where", "which",
        "while", "whose", "without", "would", "write", "yours", "between", "another", "someone",
    ]

    private static let common = [
        "answer", "balance", "beginning", "care", "change", "choice", "common", "detail", "effort",
        "example", "family", "future", "habit", "history", "idea", "important", "knowledge",
        "learn",
        "light", "mistake", "moment", "morning", "nature", "often", "patience", "people", "place",
        "plan", "practice", "problem", "purpose", "reason", "result", "rule", "season", "simple",
        "step", "story", "strong", "time", "tool", "trust", "usually", "value", "water", "work",
    ]
}
