import Dataflow
import JSON
import Verifiers

/// Judges whether a response follows the instructions of its record: the method `"instructions"` of
/// `verify`.
struct InstructionVerifier: RecordVerifier {
    private let response: String
    private let instructions: String
    private let reading: Instruction.Reading

    static let keys: [StageKey] = [
        .optional(
            "instructions", .text, default: "instructions",
            "For instructions, the field with the list of {\"id\", \"kwargs\"}, as `instruct` makes it."
        ),
        .optional(
            "reading", .choice(Instruction.Reading.allCases.map(\.rawValue)), default: "strict",
            "For instructions, \"loose\" also tries the response without its first or last line and "
                + "without asterisks, as IFEval does."),
    ]

    init?(_ preparation: inout StagePreparation) {
        response = preparation.values["response"]?.string ?? "response"
        instructions = preparation.values["instructions"]?.string ?? "instructions"
        reading =
            preparation.values["reading"]?.string.flatMap(Instruction.Reading.init) ?? .strict
        preparation.require([instructions], for: "instructions")
    }

    func verdict(
        on record: Record, in context: StageContext
    ) async throws -> (verdict: JSON, call: CallKey?)? {
        let field = record[instructions] ?? .null
        guard !field.isNull else { return nil }
        let list = try InstructionList(field)
        guard !list.instructions.isEmpty else { return nil }
        let text = try judgedText(of: record, field: response)
        return (list.verdict(on: text, reading: reading).json, nil)
    }
}
