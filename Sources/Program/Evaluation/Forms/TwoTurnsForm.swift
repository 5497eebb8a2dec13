import Chat
import Dataflow
import JSON
import Stages

/// MT-Bench: questions with a second turn that builds on the first; a judge grades both answers.
///
/// Source: Zheng et al. 2023 (arXiv:2306.05685): single-answer grading from 1 to 10, with reference
/// answers where the row has them. A language model is asked for a grade, which counts by its
/// probabilities; a reward model's worth becomes a grade by ``ItemJudge/grade(of:_:)``.
struct TwoTurnsForm: EvaluationForm {
    static let summary =
        "Grades from 1 to 10 that a judge gives to answers over two turns, as in MT-Bench."
    static let columns =
        "{\"turns\": [text, text], \"category\": text, \"reference\": [text, text] or none}"
    static let settings: [any StageSetting] = [Generation.samplingKey]

    let figures =
        [
            Figure("grade", "grade, 1 to 10", .number),
            Figure("turn_1", "first turn", .number),
            Figure("turn_2", "second turn", .number),
        ] + Generation.figures
    let needs = EvaluationNeeds.judge
    let showsGroups = true
    private let generation: Generation?

    init(_ values: SettingValues, _ check: inout FormCheck) {
        generation = Generation(values, prompt: "{{ turns[0] }}", &check)
    }

    func task(of row: EvaluationRow) throws(RowProblem) -> ItemTask {
        let turns = try row.texts("turns")
        guard (1...2).contains(turns.count), turns.allSatisfy({ !$0.isEmpty }) else {
            throw row.wrong("turns", "a list of two texts")
        }
        let name = row["reference"] == nil ? "reference_answer" : "reference"
        let references = row[name] == nil ? [] : try row.texts(name)
        guard let generation else { preconditionFailure("the document has problems") }
        return ItemTask(group: row["category"]?.string) { context in
            guard let judge = context.judge else {
                preconditionFailure("the evaluator checks that there is a judge")
            }
            var messages: [ChatMessage] = []
            var answers: [ItemOutcome.Answer] = []
            for turn in turns {
                messages.append(ChatMessage(role: "user", content: turn))
                let answer = try await generation.answers(
                    to: messages, by: context.model, context)[0]
                answers.append(answer)
                messages.append(ChatMessage(role: "assistant", content: answer.text))
            }
            let grades = try await Self.grades(messages, references, judge)
            return Self.finding(grades, answers)
        }
    }

    /// The grade of each assistant turn; nil where the judge's reply cannot be read.
    private static func grades(
        _ messages: [ChatMessage], _ references: [String], _ judge: ItemJudge
    ) async throws -> [Double?] {
        if judge.kind == .reward { return try await judge.worths(of: messages).map(\.grade) }
        var grades: [Double?] = []
        for (turn, index) in messages.indices.filter({ messages[$0].role == "assistant" })
            .enumerated()
        {
            grades.append(
                try await judge.grade(
                    Array(messages[..<index]), answer: messages[index].content,
                    reference: turn < references.count ? references[turn] : nil))
        }
        return grades
    }

    private static func finding(
        _ grades: [Double?], _ answers: [ItemOutcome.Answer]
    ) -> ItemFinding {
        var shares = Generation.shares(of: answers)
        let known = grades.compactMap(\.self)
        if !known.isEmpty { shares["grade"] = Share(known.reduce(0, +), of: Double(known.count)) }
        for (turn, grade) in grades.enumerated() {
            if let grade { shares["turn_\(turn + 1)"] = Share(grade) }
        }
        return ItemFinding(
            shares: shares, answers: answers,
            details: ["grades": .array(grades.map { $0.map(JSON.double) ?? .null })])
    }
}
