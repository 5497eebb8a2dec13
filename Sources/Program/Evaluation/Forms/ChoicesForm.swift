import Concurrency
import Dataflow
import JSON

/// Multiple choice by log-likelihood, outside any chat template, as lm-evaluation-harness does it.
///
/// `acc` takes the choice of the greatest log-likelihood; `acc_norm` divides each by the choice's
/// characters before. Prompts are the harness's: ARC's "Question: ...\nAnswer:", MMLU's letters with
/// its description of the subject, HellaSwag's preprocessing, and for Winogrande the same end after
/// each of two beginnings (partial evaluation, Trinh & Le 2018).
struct ChoicesForm: EvaluationForm {
    static let summary =
        "Multiple choice by log-likelihood, as lm-evaluation-harness asks ARC, HellaSwag, MMLU and "
        + "Winogrande."
    static let columns = ChoiceRows.allCases.map { "\($0.columns) (\($0.rawValue))" }
        .joined(separator: ", or ")
    private static let rows = Setting.required(
        "rows", .choice(ChoiceRows.self), "Whose rows they are, and so how they are asked.")
    static let settings: [any StageSetting] = [rows]

    let readsConversations = false
    let figures: [Figure]
    var ownColumns: String { rows.columns }
    private let rows: ChoiceRows

    init(_ values: SettingValues, _ check: inout FormCheck) {
        rows = values[Self.rows]
        figures =
            [Figure("acc", "accuracy")]
            + (rows.isNormalised ? [Figure("acc_norm", "accuracy by length")] : [])
    }

    func task(of row: EvaluationRow) throws(RowProblem) -> ItemTask {
        let question = try rows.question(of: row)
        let isNormalised = rows.isNormalised
        return ItemTask(group: question.group) { context in
            let found = try await mapConcurrently(question.options) { option in
                try await context.model.likelihood(of: option.continuation, after: option.context)
            }
            let sums = found.map(\.logProbability)
            let means = zip(sums, question.options).map { $0 / Double($1.length) }
            var shares = ["acc": Share(sums.firstGreatest == question.answer)]
            if isNormalised { shares["acc_norm"] = Share(means.firstGreatest == question.answer) }
            return ItemFinding(
                shares: shares,
                details: [
                    "log_likelihoods": .array(sums.map(JSON.double)),
                    "tokens": .array(found.map { .integer($0.tokens) }),
                    "greedy": .array(found.map { .bool($0.isGreedy) }),
                    "answer": .integer(question.answer),
                ])
        }
    }
}

extension [Double] {
    /// The index of the greatest value, the first of equals, as `numpy.argmax` has it.
    fileprivate var firstGreatest: Int? { indices.max { (self[$0], $1) < (self[$1], $0) } }
}
