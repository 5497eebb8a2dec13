import Dataflow
import Hashing
import JSON

extension StageKind {
    static let sample = StageKind(
        name: "sample",
        summary:
            "Keeps a part of the records: a random share of all, or a number per source record, the best "
            + "ones or random ones.",
        settings: [FractionStage.fraction, CountStage.count, CountStage.by]
    ) { preparation in
        switch (preparation[FractionStage.fraction], preparation[CountStage.count]) {
        case (let fraction?, nil):
            if preparation[CountStage.by] != nil {
                preparation.report(
                    "sample.by", at: CountStage.by, "\"by\" goes with \"count\", not \"fraction\"",
                    help: "write \"count\": 1 for the best record of each source record")
            }
            if fraction == 0 {
                preparation.report(
                    "sample.amount", at: FractionStage.fraction,
                    "a \"fraction\" of 0 keeps nothing",
                    help: "write a share above 0, such as 0.5 for half of the records")
            }
            return PreparedStage(
                work: .each(FractionStage(fraction: fraction)), fields: preparation.fields)
        case (nil, let count?):
            guard let source = preparation[CountStage.by] else {
                return PreparedStage(
                    work: .group(CountStage(count: count, value: nil)), fields: preparation.fields)
            }
            guard
                let value = RecordExpression(source, key: CountStage.by.name, in: &preparation)
            else { return nil }
            return PreparedStage(
                work: .group(CountStage(count: count, value: value)), fields: preparation.fields)
        default:
            preparation.report(
                "sample.amount", "needs either \"fraction\" or \"count\"",
                help: "add \"fraction\": 0.5 to keep half of the records")
            return nil
        }
    }
}

private struct FractionStage: RecordStage {
    static let fraction = Setting.optional(
        "fraction", .number(0...1), "The share of records to keep, each by its own draw.")

    let fraction: Double

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        var stream = SplitMix64(seed: context.seed(for: record.id))
        return [stream.uniform() < fraction ? .pass : .reject(Rejection("not sampled"))]
    }
}

private struct CountStage: GroupStage {
    static let count = Setting.optional(
        "count", .integer(1...1_000_000), "How many to keep per source record.")
    static let by = Setting.optional(
        "by", .expression,
        "With \"count\", a Jinja expression: the records for which it is greatest are kept, such as "
            + "\"reward.helpfulness\" or \"verdict.score\"; of equal ones, as without it, random ones. "
            + "What is no number counts less than every number.")

    let count: Int
    /// What the best records have most of; nil if any are as good.
    let value: RecordExpression?

    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        let values = try records.map { record in
            try value.map { try number($0, of: record, in: context) } ?? 0
        }
        let drawn = records.indices.sorted {
            let a = context.seed(for: records[$0].id)
            let b = context.seed(for: records[$1].id)
            return (-values[$0], a, $0) < (-values[$1], b, $1)
        }
        let kept = Set(drawn.prefix(count))
        let reason = value == nil ? "not sampled" : "not among the best"
        return records.enumerated().map { index, record in
            kept.contains(index) ? .pass(record) : .reject(record, Rejection(reason))
        }
    }

    private func number(
        _ value: RecordExpression, of record: Record, in context: StageContext
    ) throws -> Double {
        let found = try value.value(record, seed: context.seed(for: record.id, sample: 1))
        let number = found.double ?? found.bool.map { $0 ? 1 : 0 } ?? -.infinity
        return number.isNaN ? -.infinity : number
    }
}
