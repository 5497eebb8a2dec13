import Datasets
import Formatting
import JSON
import Terminal

/// A run at one moment, as it is shown: a table, a line or JSON.
struct RunView: Sendable {
    let snapshot: RunSnapshot
    /// For each stage a number that is greater the later the stage has worked; 0 if it never has.
    let lastChange: [Int]
    /// Seconds until the target is reached; nil if that is not known.
    let secondsLeft: Double?
    /// Tokens a second that models write; nil if there is no pace yet.
    let tokensPerSecond: Double?
    /// Seconds without a sign of life of the run, if these are worth saying.
    var silence: Double?

    /// Lines that the table of stages has at least, if the window has as many.
    private static let leastRows = 4

    /// The rows of stages and the lines below them, for a window of so many columns and rows.
    func lines(width: Int, height: Int) -> [String] {
        let width = max(1, width - 1)
        let foot = foot(width: width, height: height).prefix(max(1, height - 1 - Self.leastRows))
        let table = StageTable(snapshot.stages, lastChange: lastChange)
        return table.lines(width: width, height: max(1, height - 1 - foot.count)) + foot
    }

    /// One line, for a log.
    func line(name: String) -> String {
        let time = Format.duration(snapshot.seconds)
        if let activity = snapshot.activity { return "\(name): \(activity), \(time)" }
        let parts = [acceptedText, waitingText].compactMap(\.self) + facts.reversed()
        return "\(name): \(parts.joined(separator: ", "))"
    }

    /// The view for programs that follow a run.
    var json: JSON {
        [
            "event": "progress", "state": .string(snapshot.state.rawValue),
            "accepted": .integer(snapshot.accepted),
            "target": snapshot.target.map(JSON.integer) ?? .null,
            "waiting_records": .integer(snapshot.waitingRecords),
            "source_records_done": .integer(snapshot.finishedSources),
            "source_records_open": .integer(snapshot.openSources),
            "tokens": .integer(snapshot.tokens),
            "tokens_per_second": .double(tokensPerSecond ?? 0),
            "seconds": .double(snapshot.seconds),
            "seconds_left": secondsLeft.map(JSON.double) ?? .null,
            "requirement": snapshot.activity.map(JSON.string) ?? .null,
            "stages": .array(
                snapshot.stages.map { stage in
                    [
                        "name": .string(stage.name), "created": .integer(stage.created),
                        "passed": .integer(stage.passed), "rejected": .integer(stage.rejected),
                        "running": .integer(stage.working),
                    ]
                }),
        ]
    }

    // MARK: Below the table

    private func foot(width: Int, height: Int) -> [String] {
        let activity = snapshot.activity.map { Self.cut($0, width: width) }
        var lines = [activity, stoppingText, waitingText, silenceText].compactMap(\.self)
        lines.append(progressLine(width: width))
        // A small window keeps its rows for stages: the last facts go.
        lines += wrapped(facts, width: width).prefix(height < 16 ? 2 : 4)
        return lines.map { String($0.prefix(width)) }
    }

    /// Cuts a text before its end, which says how far the work is.
    private static func cut(_ text: String, width: Int) -> String {
        let end = 6
        guard text.count > width, width > end else { return text }
        return "\(text.prefix(width - end - 1))…\(text.suffix(end))"
    }

    private var acceptedText: String {
        let wanted = snapshot.target.map { " of \(Format.count($0))" } ?? ""
        return "accepted \(Format.count(snapshot.accepted))\(wanted)"
    }

    private func progressLine(width: Int) -> String {
        guard let target = snapshot.target, target > 0 else { return acceptedText }
        let percent = "\(min(100, snapshot.accepted * 100 / target)) %"
        let room = min(30, width - acceptedText.count - percent.count - 2)
        guard room >= 5 else { return "\(acceptedText)  \(percent)" }
        return "\(acceptedText) \(barCells(snapshot.accepted, of: target, width: room)) \(percent)"
    }

    private var waitingText: String? {
        let count = snapshot.waitingRecords
        guard count > 0 else { return nil }
        return "\(Format.count(count)) \(count == 1 ? "record waits" : "records wait") for an "
            + "earlier source"
    }

    private var stoppingText: String? {
        snapshot.state == .draining ? "stopping after the answers being written" : nil
    }

    private var silenceText: String? {
        silence.map { "no sign of life for \(Format.duration($0))" }
    }

    /// Figures of the run, the most wanted first.
    private var facts: [String] {
        var facts: [String] = []
        if let secondsLeft { facts.append("about \(Format.duration(secondsLeft)) left") }
        facts.append(Format.duration(snapshot.seconds))
        if let tokensPerSecond {
            facts.append("\(Format.count(Int(min(tokensPerSecond, 1e12)))) tokens/s")
        }
        facts.append(
            "\(Format.count(snapshot.finishedSources)) source records done, "
                + "\(Format.count(snapshot.openSources)) open")
        return facts
    }

    /// Facts beside each other in lines of at most `width` characters.
    private func wrapped(_ facts: [String], width: Int) -> [String] {
        var lines: [String] = []
        for fact in facts {
            if let last = lines.last, last.count + fact.count + 3 <= width {
                lines[lines.count - 1] = "\(last)   \(fact)"
            } else {
                lines.append(fact)
            }
        }
        return lines
    }
}
