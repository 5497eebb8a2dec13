import Dataflow
import JSON

extension StageKind {
    static let filter = StageKind(
        name: "filter",
        summary: "Passes records for which an expression holds and rejects the others.",
        keys: [
            .required("where", .expression, "A Jinja expression over the record's fields."),
            .optional("reason", .text, "What to call the rejection; the expression, if not given."),
            Condition.key,
        ]
    ) { preparation in
        guard let condition = Condition(in: &preparation),
            let source = preparation.values["where"]?.string,
            let expression = RecordExpression(source, key: "where", in: &preparation)
        else { return nil }
        let stage = FilterStage(
            condition: condition, expression: expression,
            reason: preparation.values["reason"]?.string ?? "not: \(source)")
        return PreparedStage(work: .each(stage), fields: preparation.fields)
    }
}

private struct FilterStage: RecordStage {
    let condition: Condition
    let expression: RecordExpression
    let reason: String

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        guard try condition.holds(for: record, in: context) else { return [.pass] }
        let holds = try expression.holds(record, seed: context.seed(for: record.id, sample: 1))
        return [holds ? .pass : .reject(Rejection(reason))]
    }
}
