import Dataflow
import Datasets
import Formatting
import Foundation
import Inference
import JSON
import Terminal

/// Shows a run: a live table on a terminal, plain lines or JSON lines elsewhere.
struct RunReporter: Sendable {
    let name: String
    let isJSON: Bool

    /// Prints a warning for each damage that was found in the folder.
    func noteOpened(_ writer: DatasetWriter) {
        for damage in writer.damages {
            printError("warning: \(damage.error)\n  it is written anew from the journal")
        }
    }

    /// Shows progress until the task is cancelled, at the run's end.
    func follow(_ progress: RunProgress, engines: [Engine]) async {
        let table = LiveTable()
        let isLive = table.isInteractive && !isJSON
        let start = ContinuousClock.now
        var pace = LinePace(isLive: isLive)
        defer { table.finish() }
        var isOver = false
        while !isOver {
            do { try await Task.sleep(for: LinePace.look) } catch { isOver = true }
            // Lines come at intervals; the table's last picture is that of the run's end.
            if isOver, !isLive { return }
            guard isOver || pace.isDue(work: progress.snapshot.requirement?.work) else { continue }
            let view = ProgressView(
                snapshot: progress.snapshot, tokensPerSecond: Self.speed(of: engines),
                elapsed: ContinuousClock.now - start)
            if isJSON {
                printLine(view.json.encoded())
            } else if isLive {
                table.update(view.rows)
            } else {
                printError(view.line(name: name))
            }
        }
    }

    /// Prints the result of the run.
    func finish(_ report: RunReport, losses: RunLosses) {
        let folder = report.folder.relativePath
        for unusable in report.summary.unusable where !isJSON {
            printError(
                "warning: \(unusable)\n  help: `synthgen show \(folder) "
                    + "--rejected` lists them; \"onError\": \"stop\" stops at the first")
        }
        for revision in report.revisions where !isJSON {
            printError(
                "note: from \(revision.sequence) \(revision.from) on, the folder was written anew "
                    + "(\(revision.reason.rawValue))")
        }
        if let kept = report.keptCard { printError("note: \(kept.text(in: folder))") }
        if isJSON {
            printLine(report.json(losses).encoded())
        } else {
            print(report.text(losses))
        }
        for warning in losses.warnings { printError("warning: \(warning)") }
    }

    private static func speed(of engines: [Engine]) -> Double {
        engines.reduce(0) { $0 + $1.statistics.tokensPerSecond }
    }
}

/// When a line of progress is due: at every look on a terminal; elsewhere every ten seconds, and
/// when other work begins.
struct LinePace {
    /// Time between two looks.
    static let look: Duration = .milliseconds(250)
    private static let pause: Duration = .seconds(10)

    let isLive: Bool
    private var last = ContinuousClock.now
    private var work: String?

    init(isLive: Bool) { self.isLive = isLive }

    mutating func isDue(work: String?) -> Bool {
        let isNew = work != nil && work != self.work
        self.work = work
        guard isLive || isNew || ContinuousClock.now - last >= Self.pause else { return false }
        last = .now
        return true
    }
}

extension RequirementProgress {
    /// The work and how far it has come, for a line.
    var line: String { "\(work): \(count == 0 ? 100 : done * 100 / count) %" }
}

/// The progress of a run, in the three ways of showing it.
private struct ProgressView {
    let snapshot: RunProgress.Snapshot
    let tokensPerSecond: Double
    let elapsed: Duration

    /// Seconds until the target is reached at the pace so far, if there is a pace.
    private var remaining: Double? {
        guard let target = snapshot.target, snapshot.accepted > 0 else { return nil }
        return elapsed.inSeconds / Double(snapshot.accepted) * Double(target - snapshot.accepted)
    }

    private var acceptedText: String {
        snapshot.target.map { "\(snapshot.accepted) of \($0)" } ?? "\(snapshot.accepted)"
    }

    var rows: [[String]] {
        let header = ["stage", "type", "made", "passed", "rejected", "working"]
        let stages = snapshot.stages.map { stage in
            [
                stage.name, stage.type, Format.count(stage.counts.created),
                Format.count(stage.counts.passed), Format.count(stage.counts.rejected),
                stage.running == 0 ? "" : String(stage.running),
            ]
        }
        let foot = [
            "accepted \(acceptedText)", "\(Int(tokensPerSecond)) tokens/s",
            Format.duration(elapsed.inSeconds),
            remaining.map { "about \(Format.duration($0)) left" } ?? "",
        ]
        let requirement = snapshot.requirement.map { [[$0.line]] } ?? []
        return [header] + stages + requirement + [
            [foot.filter { !$0.isEmpty }.joined(separator: "   ")]
        ]
    }

    func line(name: String) -> String {
        if let requirement = snapshot.requirement {
            return "\(name): \(requirement.line), \(Format.duration(elapsed.inSeconds))"
        }
        let left = remaining.map { ", about \(Format.duration($0)) left" } ?? ""
        return
            "\(name): \(acceptedText) accepted, \(snapshot.finishedSourceRecords) source records done, "
            + "\(snapshot.openSourceRecords) open, \(Int(tokensPerSecond)) tokens/s, "
            + "\(Format.duration(elapsed.inSeconds))\(left)"
    }

    var json: JSON {
        [
            "event": "progress", "accepted": .integer(snapshot.accepted),
            "target": snapshot.target.map(JSON.integer) ?? .null,
            "tokens_per_second": .double(tokensPerSecond), "seconds": .double(elapsed.inSeconds),
            "requirement": snapshot.requirement.map { .string($0.line) } ?? .null,
            "stages": .array(
                snapshot.stages.map { stage in
                    [
                        "name": .string(stage.name), "created": .integer(stage.counts.created),
                        "passed": .integer(stage.counts.passed),
                        "rejected": .integer(stage.counts.rejected),
                        "running": .integer(stage.running),
                    ]
                }),
        ]
    }
}
