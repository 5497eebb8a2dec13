import Formatting
public import JSON

extension RunEstimate {
    /// The estimate as a page of text.
    public var text: String {
        let header = ["stage", "records", "", "tokens", ""]
        let rows = stages.map { [$0.name] + cells($0.records) + cells($0.tokens) }
        var lines = Table.lines([header] + rows)
        lines.append("")
        var sums = [["source records"] + cells(sources), ["accepted"] + cells(accepted)]
        sums.append(["tokens"] + cells(tokens))
        if let seconds { sums.append(["seconds"] + cells(seconds)) }
        if accepted.expected > 0 {
            sums.append(["tokens per accepted record"] + cells(tokens / accepted.expected))
            if let seconds {
                sums.append(["seconds per accepted record"] + cells(seconds / accepted.expected))
            }
        }
        lines += Table.lines(sums)
        let share = Int((Self.confidence * 100).rounded())
        lines.append("")
        lines.append(
            "from \(pilotSources.grouped) source records that gave \(pilotAccepted.grouped) accepted "
                + "ones; \(share) of 100 intervals hold what comes of the run")
        if let tooFew { lines.append(tooFew) }
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
            "too_few_sources": .bool(hasTooFewSources),
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

extension RunEstimate {
    /// Whether the pilot is too small for an interval of any of the figures.
    var hasTooFewSources: Bool {
        let figures =
            [sources, accepted, tokens] + (seconds.map { [$0] } ?? [])
            + stages.flatMap { [$0.records, $0.tokens] }
        return !figures.allSatisfy(\.tells)
    }

    /// What to do where an interval tells nothing; nil where every one does.
    var tooFew: String? {
        guard hasTooFewSources else { return nil }
        return "[?]: \(pilotSources.grouped) source records are too few for an interval; try "
            + "--sources \(max(16, min(pilotSources, 25_000) * 4))"
    }

    /// Table cells: the expected value, and the interval in brackets if it tells anything.
    func cells(_ interval: Interval) -> [String] {
        let (low, high) = (Interval.text(interval.low), Interval.text(interval.high))
        return [Interval.text(interval.expected), interval.tells ? "[\(low), \(high)]" : "[?]"]
    }
}

extension RunEstimate.Interval {
    /// How many times as high as its lower end the upper one may be, where the interval is to tell
    /// anything.
    private static let widest = 100.0

    /// Whether the interval is narrow enough to tell anything: a pilot of two source records may give
    /// one from 1 to 14,000,000. Intervals from 0, or without end, say what the pilot never met.
    var tells: Bool { low <= 0 || !high.isFinite || high <= low * Self.widest }

    fileprivate var json: JSON {
        func number(_ value: Double) -> JSON { value.isFinite ? .double(value) : .null }
        return [
            "expected": number(expected), "low": tells ? number(low) : .null,
            "high": tells ? number(high) : .null,
        ]
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
