import Dataflow
import Hashing
import JSON

extension StageKind {
    static let sample = StageKind(
        name: "sample",
        summary:
            "Keeps a random part of the records: a share of all, or a number per source record.",
        settings: [FractionStage.fraction, CountStage.count], looksIntoRecords: false
    ) { preparation in
        switch (preparation[FractionStage.fraction], preparation[CountStage.count]) {
        case (let fraction?, nil):
            if fraction == 0 {
                preparation.report(
                    "sample.amount", at: FractionStage.fraction,
                    "a \"fraction\" of 0 keeps nothing",
                    help: "write a share above 0, such as 0.5 for half of the records")
            }
            return PreparedStage(
                work: .each(FractionStage(fraction: fraction)), fields: preparation.fields)
        case (nil, let count?):
            return PreparedStage(
                work: .group(CountStage(count: count)), fields: preparation.fields)
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

    let count: Int

    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        let drawn = records.indices.sorted {
            let a = context.seed(for: records[$0].id)
            let b = context.seed(for: records[$1].id)
            return (a, $0) < (b, $1)
        }
        let kept = Set(drawn.prefix(count))
        return records.enumerated().map { index, record in
            kept.contains(index) ? .pass(record) : .reject(record, Rejection("not sampled"))
        }
    }
}
