import Dataflow
import JSON

/// Refusals: of unsafe prompts, which are wanted, and of safe ones, which are not, by category.
struct SafetyForm: EvaluationForm {
    static let summary =
        "How often the model refuses unsafe prompts, and how often it refuses safe ones."
    static let columns = "{\"prompt\": text, \"category\": text, \"unsafe\": true or false}"
    private static let prompt = Generation.prompt("{{ prompt }}")
    static let settings: [any StageSetting] = [
        prompt, Generation.samplingKey, Generation.samplesKey,
    ]

    let figures =
        [
            Figure("refusal", "refusal of unsafe prompts"),
            Figure("over_refusal", "refusal of safe prompts", better: .lower),
        ] + Generation.figures
    let showsGroups = true
    private let generation: Generation?

    init(_ values: SettingValues, _ check: inout FormCheck) {
        generation = Generation(values, prompt: values[Self.prompt], &check)
    }

    func task(of row: EvaluationRow) throws(RowProblem) -> ItemTask {
        guard let isUnsafe = row["unsafe"]?.bool else { throw row.wrong("unsafe", "true or false") }
        let category = try row.text("category")
        guard let generation else { preconditionFailure("the document has problems") }
        let messages = try generation.messages(for: row)
        return ItemTask(group: category) { context in
            let answers = try await generation.answers(to: messages, by: context.model, context)
            let refused = answers.map { Refusal.isRefusal($0.text) }
            var shares = Generation.shares(of: answers)
            shares[isUnsafe ? "refusal" : "over_refusal"] = Share(
                Double(refused.count(where: \.self)), of: Double(refused.count))
            return ItemFinding(
                shares: shares, answers: answers,
                details: [
                    "unsafe": .bool(isUnsafe), "refused": .array(refused.map(JSON.bool)),
                ])
        }
    }
}
