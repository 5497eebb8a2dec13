import Datasets
import Formatting

/// A row of the table of stages: a stage, or all stages of an included document.
struct StageRow {
    /// Position among the rows, in the graph's order.
    let number: Int
    let name: String
    /// The stage kind, or the number of stages and one that works.
    let type: String
    /// How many stages the row stands for.
    let stages: Int
    /// Records that came to the stage or were made by it; nil for several stages.
    let created: Int?
    /// Of several stages, those that the last one passed.
    let passed: Int
    let rejected: Int
    let working: Int
    /// Whether any of the stages has had a record.
    let hasBegun: Bool
    /// Whether this is the last row: the records that the run accepts.
    let isSink: Bool
    /// Greater the later a stage has worked.
    let lastChange: Int

    /// What is shown first where room is short: the end, what works, what worked last, and of
    /// stages that worked at the same time those nearer to the end.
    var urgency: (Int, Int, Int) { (isSink ? 2 : working > 0 ? 1 : 0, lastChange, number) }

    /// The rows of a run's stages, with one for each included document.
    static func folded(_ stages: [RunSnapshot.Stage], lastChange: [Int]) -> [StageRow] {
        let groups = groups(of: stages)
        return groups.enumerated().map { number, group in
            StageRow(
                number: number, stages[group],
                lastChange: lastChange.indices.contains(group.upperBound - 1)
                    ? lastChange[group].max() ?? 0 : 0,
                isSink: number == groups.count - 1)
        }
    }

    /// Ranges of consecutive stages that come from the same included document; of one stage, else.
    private static func groups(of stages: [RunSnapshot.Stage]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        for (index, stage) in stages.enumerated() {
            let document = document(of: stage)
            if let last = groups.last, let document,
                document == Self.document(of: stages[last.lowerBound])
            {
                groups[groups.count - 1] = last.lowerBound..<index + 1
            } else {
                groups.append(index..<index + 1)
            }
        }
        return groups
    }

    /// The name under which a stage's document is included; nil for a stage of the run's own.
    private static func document(of stage: RunSnapshot.Stage) -> Substring? {
        let parts = stage.name.split(separator: "/", maxSplits: 1)
        return parts.count == 2 ? parts[0] : nil
    }

    private init(
        number: Int, _ group: ArraySlice<RunSnapshot.Stage>, lastChange: Int, isSink: Bool
    ) {
        self.number = number
        self.lastChange = lastChange
        self.isSink = isSink
        stages = group.count
        passed = group.last?.passed ?? 0
        rejected = group.reduce(0) { $0 + $1.rejected }
        working = group.reduce(0) { $0 + $1.working }
        hasBegun = group.contains { $0.created > 0 || $0.working > 0 }
        let first = group.first
        guard group.count > 1, let first, let document = Self.document(of: first) else {
            name = first?.name.shownOnOneLine ?? ""
            type = first?.type ?? ""
            created = first?.created ?? 0
            return
        }
        name = "+ \(document)".shownOnOneLine
        created = nil
        let busiest = group.max { $0.working < $1.working }
        let inner = busiest.flatMap { $0.working > 0 ? $0.name.dropFirst(document.count + 1) : nil }
        type = "\(group.count) stages\(inner.map { ", \($0)" } ?? "")".shownOnOneLine
    }
}
