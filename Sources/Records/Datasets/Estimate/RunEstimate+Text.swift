import Formatting
public import JSON

extension RunEstimate {
    /// The estimate as a page of text.
    public var text: String {
        let header = ["stage", "records", "", "tokens", ""]
        let rows = stages.map { [$0.name] + $0.records.cells + $0.tokens.cells }
        var lines = Table.lines([header] + rows)
        lines.append("")
        var sums = [["source records"] + sources.cells, ["accepted"] + accepted.cells]
        sums.append(["tokens"] + tokens.cells)
        if let seconds { sums.append(["seconds"] + seconds.cells) }
        if accepted.expected > 0 {
            sums.append(["tokens per accepted record"] + (tokens / accepted.expected).cells)
            if let seconds {
                sums.append(["seconds per accepted record"] + (seconds / accepted.expected).cells)
            }
        }
        lines += Table.lines(sums)
        let share = Int((Self.confidence * 100).rounded())
        lines.append("")
        lines.append(
            "from \(pilotSources.grouped) source records that gave \(pilotAccepted.grouped) accepted "
                + "ones; \(share) of 100 intervals hold what comes of the run")
        if pilotAccepted == 0 {
            lines.append("the pilot accepted nothing: try more with --sources, or loosen a stage")
        }
        return lines.joined(separator: "\n")
    }

    /// The estimate as JSON, for other programs; an infinite bound is null.
    public var json: JSON {
        [
            "target": target.map(JSON.integer) ?? .null, "pilot_sources": .integer(pilotSources),
            "pilot_accepted": .integer(pilotAccepted), "confidence": .double(Self.confidence),
            "sources": sources.json, "accepted": accepted.json, "tokens": tokens.json,
            "seconds": seconds?.json ?? .null,
            "stages": .array(
                stages.map { stage in
                    [
                        "name": .string(stage.name), "records": stage.records.json,
                        "tokens": stage.tokens.json,
                    ]
                }),
        ]
    }
}

extension RunEstimate.Interval {
    /// Table cells: the expected value, and the interval in brackets.
    var cells: [String] { [Self.text(expected), "[\(Self.text(low)), \(Self.text(high))]"] }

    fileprivate var json: JSON {
        func number(_ value: Double) -> JSON { value.isFinite ? .double(value) : .null }
        return ["expected": number(expected), "low": number(low), "high": number(high)]
    }

    static func / (estimate: RunEstimate.Interval, divisor: Double) -> RunEstimate.Interval {
        RunEstimate.Interval(
            expected: estimate.expected / divisor, low: estimate.low / divisor,
            high: estimate.high / divisor)
    }

    static func text(_ value: Double) -> String {
        guard value.isFinite, value < 1e15 else { return "∞" }
        return value >= 100 ? Int(value.rounded()).grouped : value.fixed(value < 10 ? 2 : 1)
    }
}
