import JSON

/// An instruction that a program can check.
protocol VerifiableInstruction: Sendable {
    /// Reads the arguments; unknown ones, such as the nulls in IFEval's data, are ignored.
    init(_ arguments: InstructionArguments) throws(VerifierError)

    /// Whether a text follows the instruction; the text is never blank.
    func isFollowed(by text: CodePoints) -> Bool

    /// Draws arguments for a prompt.
    static func draw(_ draw: inout InstructionDraw) -> JSONObject

    /// Several wordings of the instruction; each states everything that the check requires.
    var wordings: [String] { get }
}

/// The arguments of an instruction; reading a missing one or one of the wrong type throws.
struct InstructionArguments {
    let instruction: String
    let values: JSONObject

    /// Reads a text.
    func text(_ name: String) throws(VerifierError) -> String {
        guard let text = values[name]?.string else { throw bad(name, "a text") }
        return text
    }

    /// Reads a list of texts.
    func texts(_ name: String) throws(VerifierError) -> [String] {
        guard let list = values[name]?.array, list.allSatisfy({ $0.string != nil }) else {
            throw bad(name, "a list of texts")
        }
        return list.compactMap(\.string)
    }

    /// Reads an integer that is not negative.
    func count(_ name: String) throws(VerifierError) -> Int {
        guard let count = values[name]?.integer, count >= 0 else { throw bad(name, "a count") }
        return count
    }

    /// Reads a bound: a count, and whether it is a lower or an upper bound.
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

/// A bound on a count: "at least 3" or "less than 3".
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

    /// Returns the bound with its unit: "at least 3 words", "fewer than 3 words".
    func words(_ one: String, _ many: String) -> String {
        let unit = count == 1 ? one : many
        return switch relation {
        case .lessThan: "fewer than \(count) \(unit)"
        case .atLeast: "at least \(count) \(unit)"
        }
    }
}
