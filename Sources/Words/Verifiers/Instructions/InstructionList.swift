public import JSON

/// The instructions of a record, all of which an answer is to follow.
public struct InstructionList: Sendable {
    /// In the order of the record.
    public let instructions: [Instruction]

    /// A list made here.
    public init(_ instructions: [Instruction]) { self.instructions = instructions }

    /// Reads a record's list of `{"id", "kwargs"}`.
    /// - Throws: ``VerifierError`` if an entry is no instruction.
    public init(_ json: JSON) throws(VerifierError) {
        guard let entries = json.array else { throw .noInstruction(found: json.kind) }
        var instructions: [Instruction] = []
        for entry in entries { instructions.append(try Instruction(entry)) }
        self.init(instructions)
    }

    /// Whether a response follows all of them; the detail names those that it does not follow.
    public func verdict(on response: String, reading: Instruction.Reading = .strict) -> Verdict {
        let variants = ResponseVariants(response)
        let missed = instructions.filter { !$0.isFollowed(by: variants, reading: reading) }
        let followed = Double(instructions.count - missed.count)
        return Verdict(
            verifier: "instructions", passed: missed.isEmpty,
            score: instructions.isEmpty ? 1 : followed / Double(instructions.count),
            detail: missed.isEmpty
                ? "" : "not followed: " + missed.map(\.kind.rawValue).joined(separator: ", "))
    }
}
