import Dataflow
import JSON
import Verifiers

/// GSM8K and MATH: whether the final answer to a mathematical problem is right.
struct MathForm: EvaluationForm {
    static let summary =
        "Whether the final answers to mathematical problems are right, as in GSM8K and MATH."
    static let columns =
        "{\"question\": text, \"answer\": \"... #### 42\"} or {\"problem\": text, \"solution\": "
        + "\"... \\\\boxed{42}\"}"
    private static let prompt = Generation.prompt(
        "{{ question if question is defined else problem }}")
    static let settings: [any StageSetting] = [
        prompt, Generation.samplingKey, Generation.samplesKey,
    ]

    let figures = [Figure("accuracy", "right answers")] + Generation.figures
    private let generation: Generation?

    init(_ values: SettingValues, _ check: inout FormCheck) {
        generation = Generation(values, prompt: values[Self.prompt], &check)
    }

    func task(of row: EvaluationRow) throws(RowProblem) -> ItemTask {
        let gold = try Self.gold(of: row)
        guard let generation else { preconditionFailure("the document has problems") }
        let messages = try generation.messages(for: row)
        let verifier = MathVerifier(gold: gold)
        let group = (row["type"] ?? row["subject"] ?? row["level"])?.string
        return ItemTask(group: group) { context in
            let answers = try await generation.answers(to: messages, by: context.model, context)
            let verdicts = answers.map { verifier.verdict(on: $0.text) }
            var shares = Generation.shares(of: answers)
            shares["accuracy"] = Share(
                Double(verdicts.count(where: \.passed)), of: Double(verdicts.count))
            return ItemFinding(
                shares: shares, answers: answers,
                details: ["verdicts": .array(verdicts.map { .string($0.detail) })])
        }
    }

    private static func gold(of row: EvaluationRow) throws(RowProblem) -> String {
        let isProblem = row["question"] == nil
        _ = try row.text(isProblem ? "problem" : "question")
        let name = isProblem && row["solution"] != nil ? "solution" : "answer"
        switch row[name] {
        case .string(let text)? where text.contains { !$0.isWhitespace }: return text
        case .integer(let number)?: return String(number)
        case .double(let number)?: return String(number)
        case .number(let number)?: return number.text
        default: throw row.wrong(name, "a solution, or a number")
        }
    }
}
