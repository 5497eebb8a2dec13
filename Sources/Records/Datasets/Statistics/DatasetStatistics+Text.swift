import Formatting
import Foundation

extension DatasetStatistics {
    /// The statistics as a page of text with sparklines.
    public var text: String {
        var lines = [
            "\(pipeline.isEmpty ? "dataset" : pipeline): \(accepted.grouped) accepted, "
                + "\(rejected.grouped) rejected" + (isComplete ? "" : " (not complete)")
        ]
        lines += section("Parts", partLines)
        lines += section("Stages", funnelLines)
        lines += section("Notes", notes)
        lines += section("Estimate and outcome", planLines)
        lines += section("Tasks", taskLines)
        for table in attributes {
            lines += section("Mean attributes by \(table.field)", attributeLines(table))
        }
        for rates in winRates { lines += section("Win rates by \(rates.field)", rates.lines) }
        lines += section("Lengths", lengthLines)
        lines += section("Pairs", pairLines)
        lines += section("Conversations", conversations?.lines ?? [])
        lines += section("Files", fileLines)
        lines += section(runs <= 1 ? "Cost" : "Cost of all \(runs.grouped) runs", costLines)
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines.map { "  " + $0 }
    }

    private var partLines: [String] {
        parts.isEmpty ? [] : Table.lines(parts.map { [$0.name, $0.records.grouped] })
    }

    private var funnelLines: [String] {
        guard !funnel.isEmpty else { return [] }
        let table =
            [["stage", "created", "passed", "rejected"]]
            + funnel.map { [$0.stage, $0.created.grouped, $0.passed.grouped, $0.rejected.grouped] }
        let rows = Table.lines(table)
        var lines = [rows[0]]
        for (count, row) in zip(funnel, rows.dropFirst()) {
            lines.append(row)
            for (reason, number) in count.rejectionsByCount {
                lines.append("    \(number.grouped) × \(reason)")
            }
            for (kind, number) in count.repairs.sorted(by: { $0.key < $1.key }) {
                lines.append("    \(number.grouped) mended: \(kind)")
            }
        }
        return lines
    }

    /// Each estimated figure with its interval, beside the run's actual figure.
    private var planLines: [String] {
        guard let estimate else { return [] }
        var rows = [["", "estimate", "", "run"]]
        func add(_ name: String, _ interval: RunEstimate.Interval, _ actual: Double) {
            rows.append([name] + estimate.cells(interval) + [RunEstimate.Interval.text(actual)])
        }
        for stage in estimate.stages {
            if let count = funnel.first(where: { $0.stage == stage.name }) {
                add("\(stage.name) records", stage.records, Double(count.created))
            }
            if stage.tokens.expected > 0 {
                add("\(stage.name) tokens", stage.tokens, Double(answerTokens[stage.name] ?? 0))
            }
        }
        add("accepted", estimate.accepted, Double(accepted))
        add("tokens", estimate.tokens, Double(answerTokens.values.reduce(0, +)))
        if let expected = estimate.seconds { add("seconds", expected, seconds) }
        return Table.lines(rows) + (estimate.tooFew.map { [$0] } ?? [])
    }

    private var taskLines: [String] {
        Table.lines(
            tasks.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { [$0.key, $0.value.grouped] }
        )
    }

    private func attributeLines(_ table: AttributesByField) -> [String] {
        let names = table.attributeNames
        var rows = [["", "records", "answers"] + names]
        for (value, group) in table.sortedGroups {
            for (part, means) in group.answers.sorted(by: { $0.key < $1.key }) {
                let name = part == "response" ? value : "\(value), \(part)"
                let count = means.pairs.map(\.mean.count).max() ?? 0
                rows.append(
                    [name, group.records.grouped, count.grouped]
                        + names.map { means[$0]?.value.fixed(2) ?? "" })
            }
        }
        return Table.lines(rows)
    }

    private var lengthLines: [String] {
        Table.lines(
            lengths.flatMap { part in
                [("characters", part.characters), ("words", part.words)].map { unit, histogram in
                    [part.part + " " + unit] + histogram.cells(decimals: 0)
                }
            }
        )
            + (duplicatePrompts > 0
                ? ["prompts that repeat an earlier one exactly: \(duplicatePrompts.grouped)"] : [])
    }

    private var pairLines: [String] {
        guard let pairs else { return [] }
        let names = Set(pairs.chosen.keys).union(pairs.rejected.keys).sorted(by: Self.rewardFirst)
        var rows: [[String]] = []
        for name in names {
            if let chosen = pairs.chosen[name] { rows.append(["chosen " + name] + chosen.cells()) }
            if let rejected = pairs.rejected[name] {
                rows.append(["rejected " + name] + rejected.cells())
            }
        }
        if pairs.margins.count > 0 {
            rows.append(["margin"] + pairs.margins.cells())
            rows.append(["σ(\(pairs.eta.fixed(2)) · margin)"] + pairs.targets.cells())
        }
        var lines = Table.lines(rows)
        if !pairs.judges.isEmpty {
            let judges = pairs.judges.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            lines.append(
                "judged by "
                    + judges.map { "\($0.key) \($0.value.grouped)" }.joined(separator: ", "))
        }
        if let share = pairs.longerChosenShare, let difference = pairs.meanLengthDifference {
            lines.append(
                "the chosen answer is the longer one in \((share * 100).fixed(1)) % of pairs, "
                    + "by \(difference.fixed(0)) characters on average"
            )
        }
        return lines
    }

    private var fileLines: [String] {
        Table.lines(
            shards.map { [$0.file, "\($0.records.grouped) records", "\($0.bytes.grouped) bytes"] }
        )
    }

    private var costLines: [String] {
        let words = [
            "tokensGenerated": "tokens written", "tokensPrefilled": "tokens read",
            "tokensReused": "tokens reused",
        ]
        var rows = tokens.sorted { $0.key < $1.key }
            .map { [words[$0.key] ?? $0.key, Int($0.value.rounded()).grouped] }
        if seconds > 0 { rows.append(["seconds", RunEstimate.Interval.text(seconds)]) }
        return Table.lines(rows)
    }

    static func rewardFirst(_ left: String, _ right: String) -> Bool {
        (left == "reward" ? 0 : 1, left) < (right == "reward" ? 0 : 1, right)
    }
}

extension StageCount {
    /// Rejection reasons, the most frequent first.
    var rejectionsByCount: [(reason: String, count: Int)] {
        rejections.map { (reason: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
    }
}

extension Histogram {
    /// Returns minimum, mean, maximum and sparkline as table cells.
    func cells(decimals: Int = 2, meanDecimals: Int? = nil) -> [String] {
        guard let mean else { return [] }
        return [
            minimum.fixed(decimals), "mean " + mean.fixed(meanDecimals ?? decimals),
            maximum.fixed(decimals),
            sparkline,
        ]
    }
}
