public import JSON

/// The instructions of a record; an answer must follow all of them.
public struct InstructionList: Sendable {
    /// The instructions in the order of the record.
    public let instructions: [Instruction]

    /// Creates a list from instructions.
    public init(_ instructions: [Instruction]) { self.instructions = instructions }

    /// Reads a record's list of `{"id", "kwargs"}`.
    /// - Throws: ``VerifierError`` if an entry is no instruction.
    public init(_ json: JSON) throws(VerifierError) {
        guard let entries = json.array else { throw .noInstruction(found: json.kind) }
        var instructions: [Instruction] = []
        for entry in entries { instructions.append(try Instruction(entry)) }
        self.init(instructions)
    }

    /// Checks whether a response follows all instructions; the detail names those not followed.
    ///
    /// The score is the share of instructions followed, 1 for an empty list.
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
