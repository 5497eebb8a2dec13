import JSON

/// An instruction whose observance a program can check.
protocol VerifiableInstruction: Sendable {
    /// Reads the arguments; unknown ones and nulls count for nothing.
    init(_ arguments: InstructionArguments) throws(VerifierError)

    /// Whether a text follows the instruction; the text is never blank.
    func isFollowed(by text: CodePoints) -> Bool

    /// Draws arguments for a prompt.
    static func draw(_ draw: inout InstructionDraw) -> JSONObject

    /// Several ways to ask for it; each says all that the check demands.
    var wordings: [String] { get }
}

/// The arguments of an instruction, with an error for what is missing or of another kind.
struct InstructionArguments {
    let instruction: String
    let values: JSONObject

    /// A text.
    func text(_ name: String) throws(VerifierError) -> String {
        guard let text = values[name]?.string else { throw bad(name, "a text") }
        return text
    }

    /// A list of texts.
    func texts(_ name: String) throws(VerifierError) -> [String] {
        guard let list = values[name]?.array, list.allSatisfy({ $0.string != nil }) else {
            throw bad(name, "a list of texts")
        }
        return list.compactMap(\.string)
    }

    /// A number that counts something.
    func count(_ name: String) throws(VerifierError) -> Int {
        guard let count = values[name]?.integer, count >= 0 else { throw bad(name, "a count") }
        return count
    }

    /// A bound: a count, and whether it is to be reached or not to be reached.
    func bound(_ count: String, _ relation: String) throws(VerifierError) -> CountBound {
        let number = try self.count(count)
        guard let relation = values[relation]?.string.flatMap(CountBound.Relation.init) else {
            throw bad(relation, "\"less than\" or \"at least\"")
        }
        return CountBound(relation: relation, count: number)
    }

    func bad(_ name: String, _ expected: String) -> VerifierError {
        .badArgument(
            instruction: instruction, name: name, expected: expected,
            found: values[name]?.kind ?? "nothing")
    }
}

/// "at least 3" or "less than 3".
struct CountBound: Sendable {
    enum Relation: String, CaseIterable, Sendable {
        case lessThan = "less than"
        case atLeast = "at least"
    }

    let relation: Relation
    let count: Int

    func holds(_ number: Int) -> Bool {
        switch relation {
        case .lessThan: number < count
        case .atLeast: number >= count
        }
    }

    /// The bound with what it counts: "at least 3 words", "fewer than 3 words".
    func words(_ one: String, _ many: String) -> String {
        let unit = count == 1 ? one : many
        return switch relation {
        case .lessThan: "fewer than \(count) \(unit)"
        case .atLeast: "at least \(count) \(unit)"
        }
    }
}
