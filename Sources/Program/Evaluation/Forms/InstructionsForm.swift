import Dataflow
import JSON
import Verifiers

/// IFEval: whether answers follow instructions that a program checks.
///
/// Strict reads the answer as it is. Loose also reads it without its first line, its last line or
/// both, each with and without asterisks, and takes the best of these eight for each instruction.
/// Source: Zhou et al. 2023 (arXiv:2311.07911), section 2.2 and the published checkers.
struct InstructionsForm: EvaluationForm {
    static let summary = "Whether answers follow instructions that a program checks, as in IFEval."
    static let columns =
        "{\"prompt\": text, \"instruction_id_list\": [ids], \"kwargs\": [an object for each id]}"
    private static let prompt = Generation.prompt("{{ prompt }}")
    static let settings: [any StageSetting] = [
        prompt, Generation.samplingKey, Generation.samplesKey,
    ]

    let figures =
        [
            Figure("prompt_strict", "prompts, strict"),
            Figure("prompt_loose", "prompts, loose"),
            Figure("instruction_strict", "instructions, strict"),
            Figure("instruction_loose", "instructions, loose"),
        ] + Generation.figures
    private let generation: Generation?

    init(_ values: SettingValues, _ check: inout FormCheck) {
        generation = Generation(values, prompt: values[Self.prompt], &check)
    }

    func task(of row: EvaluationRow) throws(RowProblem) -> ItemTask {
        let instructions = try Self.instructions(of: row)
        guard let generation else { preconditionFailure("the document has problems") }
        let messages = try generation.messages(for: row)
        return ItemTask { context in
            let answers = try await generation.answers(to: messages, by: context.model, context)
            return Self.finding(instructions, answers)
        }
    }

    private static func instructions(of row: EvaluationRow) throws(RowProblem) -> [Instruction] {
        let ids = try row.texts("instruction_id_list")
        guard let arguments = row["kwargs"]?.array, arguments.count == ids.count,
            arguments.allSatisfy({ $0.object != nil || $0.isNull })
        else { throw row.wrong("kwargs", "a list of \(ids.count) objects, one for each id") }
        guard !ids.isEmpty else { throw RowProblem("\"instruction_id_list\" is empty") }
        var instructions: [Instruction] = []
        for (id, values) in zip(ids, arguments) {
            do throws(VerifierError) {
                guard let kind = InstructionKind(rawValue: id) else {
                    throw .unknownInstruction(id)
                }
                instructions.append(try Instruction(kind, arguments: values.object ?? [:]))
            } catch { throw RowProblem("\(error)") }
        }
        return instructions
    }

    private static func finding(
        _ instructions: [Instruction], _ answers: [ItemOutcome.Answer]
    ) -> ItemFinding {
        var shares = Generation.shares(of: answers)
        var details: JSONObject = [
            "instructions": .array(instructions.map { .string($0.kind.rawValue) })
        ]
        for reading in Instruction.Reading.allCases {
            let followed = answers.map { answer in
                instructions.map { $0.isFollowed(by: answer.text, reading: reading) }
            }
            let name = reading.rawValue
            let all = followed.count { $0.allSatisfy(\.self) }
            shares["prompt_\(name)"] = Share(Double(all), of: Double(answers.count))
            shares["instruction_\(name)"] = Share(
                Double(followed.joined().count(where: \.self)),
                of: Double(answers.count * instructions.count))
            details[name] = .array(followed.map { .array($0.map(JSON.bool)) })
        }
        return ItemFinding(shares: shares, answers: answers, details: details)
    }
}
