import Dataflow
import JSON
import Verifiers

/// Checks whether a response follows its record's instructions: the method `"instructions"` of
/// `verify`.
struct InstructionVerifier: RecordVerifier {
    private let response: String
    private let instructions: String
    private let reading: Instruction.Reading

    private static let instructions = Setting(
        "instructions", .text, default: "instructions",
        "For instructions, the field with the list of {\"id\", \"kwargs\"}, as `instruct` makes it."
    )
    private static let reading = Setting(
        "reading", .choice(Instruction.Reading.self), default: .strict,
        "For instructions, \"loose\" also tries the response without its first or last line and "
            + "without asterisks, as IFEval does.")
    static let settings: [any StageSetting] = [instructions, reading]

    init?(_ preparation: inout StagePreparation) {
        response = preparation[VerifyStage.response]
        instructions = preparation[Self.instructions]
        reading = preparation[Self.reading]
        preparation.require([instructions], for: Self.instructions)
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
