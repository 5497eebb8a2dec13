extension DatasetReport {
    /// The speed of the runs, and tokens by stage.
    var performanceSection: Section? {
        guard !performance.runs.isEmpty else { return nil }
        return Section("performance", "Performance", title: "Performance", lede: performanceLede) {
            if !performance.intervals.isEmpty {
                Parts.grid("halves") {
                    if performance.intervals.contains(where: { $0.tokensPerSecond > 0 }) { rate }
                    progress
                }
            }
            runTable
            if stages.contains(where: { $0.tokens != nil }) { tokenTable }
        }
    }

    private var performanceLede: String {
        let seconds = performance.runs.compactMap(\.seconds).reduce(0, +)
        let tokens = performance.runs.compactMap(\.tokens).reduce(0, +)
        guard seconds > 0 else { return "" }
        guard tokens > 0 else { return "Made in \(Numbers.duration(seconds)), without new tokens." }
        return "\(Numbers.count(Int(min(tokens, 1e15)))) tokens written in "
            + "\(Numbers.duration(seconds)): \(Numbers.decimal(tokens / seconds, 0)) a second."
    }

    private var lines: [[PerformanceFigures.Interval]] {
        Dictionary(grouping: performance.intervals, by: \.run).sorted { $0.key < $1.key }
            .map(\.value)
    }

    /// The unit for the time axis: seconds, minutes or hours.
    private var timeUnit: (seconds: Double, name: String) {
        let end = performance.intervals.last?.end ?? 0
        if end < 300 { return (1, "seconds") }
        return end < 3 * 3_600 ? (60, "minutes") : (3_600, "hours")
    }

    private var rate: HTML {
        let unit = timeUnit
        return Parts.figure(
            "Tokens a second",
            LinePlot(
                lines: lines.map { intervals in
                    let first = intervals.first.map { interval in
                        LinePlot.Point(
                            x: interval.start / unit.seconds, y: interval.tokensPerSecond, title: ""
                        )
                    }
                    return [first].compactMap(\.self)
                        + intervals.map { interval in
                            LinePlot.Point(
                                x: interval.end / unit.seconds, y: interval.tokensPerSecond,
                                title:
                                    "\(Numbers.decimal(interval.tokensPerSecond, 0)) tokens/s at "
                                    + Numbers.duration(interval.end))
                        }
                },
                xLabel: "\(unit.name) of work", yLabel: "tokens/s",
                summary: "Tokens written a second, over time", isStepped: true
            ).html)
    }

    private var progress: HTML {
        let unit = timeUnit
        return Parts.figure(
            "Records accepted",
            LinePlot(
                lines: lines.map { intervals in
                    intervals.map { interval in
                        LinePlot.Point(
                            x: interval.end / unit.seconds, y: Double(interval.accepted),
                            title: "\(Numbers.count(interval.accepted)) at "
                                + Numbers.duration(interval.end))
                    }
                },
                xLabel: "\(unit.name) of work", yLabel: "records",
                summary: "Records accepted, over time"
            ).html)
    }

    private var runTable: HTML {
        DataTable(
            name: "Runs",
            heads: [
                "run", "began", "ended", "seconds", "tokens", "tokens/s", "calls", "remembered",
            ],
            rows: performance.runs.map { run in
                let rate = run.tokens.flatMap { tokens in
                    run.seconds.flatMap { $0 > 0 ? tokens / $0 : nil }
                }
                return [
                    .text("\(run.number)"),
                    .init(content: tag("span", ["class": "nowrap"], Self.minute(run.started))),
                    .text(run.status),
                    .decimal(run.seconds, 1), whole(run.tokens), .decimal(rate, 0),
                    whole(run.callsMade), whole(run.callsRemembered),
                ]
            }, textColumns: [0, 1, 2]
        ).html
    }

    /// Formats an ISO 8601 time as `2026-11-24 22:59`; returns other texts unchanged.
    private static func minute(_ time: String) -> String {
        let parts = time.split(separator: "T")
        guard parts.count == 2, parts[1].count >= 5 else { return time }
        return "\(parts[0])\u{00A0}\(parts[1].prefix(5))"
    }

    private func whole(_ value: Double?) -> DataTable.Cell {
        guard let value, value.magnitude < 1e15 else { return .decimal(nil) }
        return .count(Int(value))
    }

    private var tokenTable: HTML {
        let spent = stages.compactMap { stage in stage.tokens.map { (stage.name, $0) } }
        let total = Double(max(1, spent.reduce(0) { $0 + $1.1 }))
        return .list([
            tag("h3", "Where the tokens went"),
            DataTable(
                name: "Tokens by stage", heads: ["stage", "tokens of answers", "share", "of all"],
                rows: spent.sorted { $0.1 > $1.1 }.map { name, tokens in
                    let share = Double(tokens) / total
                    return [
                        .text(name), .count(tokens), .percent(share),
                        .init(
                            content: Parts.bar([(share, "accent")], title: Numbers.percent(share)),
                            value: share),
                    ]
                }, textColumns: [0, 3]
            ).html,
        ])
    }
}
