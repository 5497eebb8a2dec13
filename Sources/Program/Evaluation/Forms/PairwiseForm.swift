import Chat
import Dataflow
import JSON
import Stages

/// Win, tie and loss against another model's answers to the same prompts.
///
/// A language model compares each pair in both orders, and a verdict counts if both agree; else it
/// is a tie. A reward model sees one answer at a time, and the greater worth wins. How long answers
/// feel is told by a rule on the ratio of the answers' words, or asked of the judge.
struct PairwiseForm: EvaluationForm {
    static let summary =
        "Win, tie and loss against another model's answers, and whether answers are too long."
    static let columns =
        "{\"prompt\": text or messages} or {\"turns\": [text, ...]}, of which the first is asked"

    private enum LengthSource: String, CaseIterable, Sendable { case rule, judge }

    private static let margin = Setting(
        "margin", .number(0...1_000), default: 0,
        "By a reward model: answers whose worths differ by no more than this are tied.")
    private static let lengthKey = Setting(
        "length", .choice(LengthSource.self), default: .rule,
        "Who says whether an answer is too short, just right or too long: a rule on the ratio of its "
            + "words to those of the other answer, or a judge that is asked.")
    private static let tooShort = Setting(
        "tooShort", .number(0...1), default: 0.5, "By the rule, a smaller ratio is too short.")
    private static let tooLong = Setting(
        "tooLong", .number(1...1_000), default: 2, "By the rule, a greater ratio is too long.")
    static let settings: [any StageSetting] = [
        Generation.samplingKey, margin, lengthKey, tooShort, tooLong,
    ]

    let figures =
        [
            Figure("win", "win"), Figure("tie", "tie", better: .neither),
            Figure("loss", "loss", better: .lower),
        ] + LengthPerception.figures + Generation.figures
    let needs: EvaluationNeeds = [.judge, .other]
    private let generation: Generation?
    private let margin: Double
    private let length: LengthSource
    private let bounds: (low: Double, high: Double)

    init(_ values: SettingValues, _ check: inout FormCheck) {
        generation = Generation(values, prompt: "{{ prompt }}", &check)
        margin = values[Self.margin]
        length = values[Self.lengthKey]
        bounds = (values[Self.tooShort], values[Self.tooLong])
    }

    func task(of row: EvaluationRow) throws(RowProblem) -> ItemTask {
        let messages = try Self.messages(of: row)
        guard let generation else { preconditionFailure("the document has problems") }
        return ItemTask(group: row["category"]?.string) { context in
            guard let judge = context.judge, let other = context.other else {
                preconditionFailure("the evaluator checks that both are there")
            }
            async let own = generation.answers(to: messages, by: context.model, context)
            async let others = generation.answers(to: messages, by: other, context)
            let (answers, otherAnswer) = (try await own, try await others[0])
            let answer = answers[0]
            let (verdict, account) = try await self.verdict(
                messages, answer.text, otherAnswer.text, judge)
            var shares = Generation.shares(of: answers)
            shares["win"] = Share(verdict == .first)
            shares["tie"] = Share(verdict == .tie)
            shares["loss"] = Share(verdict == .second)
            let perception = try await self.perception(
                messages, answer.text, otherAnswer.text, judge)
            if let perception { shares.merge(perception.shares) { $1 } }
            return ItemFinding(
                shares: shares, answers: answers,
                details: JSONObject([
                    ("other", .string(otherAnswer.text)),
                    ("other_tokens", .integer(otherAnswer.tokens)), account,
                ]))
        }
    }

    private static func messages(of row: EvaluationRow) throws(RowProblem) -> [ChatMessage] {
        if row["turns"] != nil {
            guard let first = try row.texts("turns").first, !first.isEmpty else {
                throw row.wrong("turns", "a list of texts")
            }
            return [ChatMessage(role: "user", content: first)]
        }
        if let text = row["prompt"]?.string, !text.isEmpty {
            return [ChatMessage(role: "user", content: text)]
        }
        let turns = row["prompt"]?.array ?? []
        let messages = turns.compactMap(ChatMessage.init)
        guard !messages.isEmpty, messages.count == turns.count, messages.last?.role == "user" else {
            throw row.wrong("prompt", "a text, or messages of which the last is the user's")
        }
        return messages
    }

    private func verdict(
        _ prompt: [ChatMessage], _ first: String, _ second: String, _ judge: ItemJudge
    ) async throws -> (verdict: Comparison.Saying, account: (String, JSON)) {
        guard judge.kind == .reward else {
            let found = try await judge.compare(prompt, first, second)
            return (
                found.verdict, ("orders", .array(found.orders.map { .string("\($0)") }))
            )
        }
        var worths: [Double] = []
        for answer in [first, second] {
            let turn = ChatMessage(role: "assistant", content: answer)
            worths.append(try await judge.worths(of: prompt + [turn]).last?.worth ?? 0)
        }
        let difference = worths[0] - worths[1]
        return (
            abs(difference) <= margin ? .tie : difference > 0 ? .first : .second,
            ("worths", .array(worths.map(JSON.double)))
        )
    }

    private func perception(
        _ prompt: [ChatMessage], _ answer: String, _ other: String, _ judge: ItemJudge
    ) async throws -> LengthPerception? {
        length == .judge
            ? try await judge.length(prompt, answer: answer)
            : LengthPerception(answer, beside: other, low: bounds.low, high: bounds.high)
    }
}
