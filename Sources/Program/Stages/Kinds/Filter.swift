import Dataflow
import JSON

extension StageKind {
    static let filter = StageKind(
        name: "filter",
        summary: "Passes records for which an expression holds and rejects the others.",
        settings: FilterStage.settings
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let expression = RecordExpression(FilterStage.expression, in: &preparation)
        else { return nil }
        let source = preparation[FilterStage.expression]
        let stage = FilterStage(
            condition: condition, expression: expression,
            reason: preparation[FilterStage.reason] ?? "not: \(source)")
        return PreparedStage(work: .each(stage), fields: preparation.fields)
    }
}

private struct FilterStage: RecordStage {
    static let expression = Setting.required(
        "where", .expression, "A Jinja expression over the record's fields.")
    static let reason = Setting.optional(
        "reason", .text, "What to call the rejection; the expression, if not given.")
    static let settings: [any StageSetting] = [expression, reason, SharedSettings.when]

    let condition: Condition
    let expression: RecordExpression
    let reason: String

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        let holds = try expression.holds(record, seed: context.seed(for: record.id, sample: 1))
        return [holds ? .pass : .reject(Rejection(reason))]
    }
}
