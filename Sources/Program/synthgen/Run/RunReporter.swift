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

    /// Shows progress until the task is cancelled.
    func follow(_ progress: RunProgress, engines: [Engine]) async {
        let table = LiveTable()
        let isLive = table.isInteractive && !isJSON
        let interval: Duration = isLive ? .milliseconds(250) : .seconds(10)
        let start = ContinuousClock.now
        defer { table.finish() }
        while true {
            do { try await Task.sleep(for: interval) } catch { return }
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
    func finish(_ report: RunReport) {
        for revision in report.revisions where !isJSON {
            printError(
                "note: from \(revision.sequence) \(revision.from) on, the folder was written anew "
                    + "(\(revision.reason.rawValue))")
        }
        let figures = report.figures
        if isJSON {
            return printLine(
                JSON.object([
                    "event": "finished", "accepted": .integer(report.summary.accepted),
                    "sources": .integer(report.summary.sourceRecords),
                    "seconds": .double(figures.seconds),
                    "tokens_generated": .integer(figures.tokensGenerated),
                    "calls_made": .integer(figures.callsMade),
                    "calls_remembered": .integer(figures.callsRemembered),
                    "calls_shared": .integer(figures.callsShared),
                    "folder": .string(report.folder.path),
                ]).encoded())
        }
        let shared =
            figures.callsShared == 0
            ? "" : ", \(Format.count(figures.callsShared)) found in the shared cache"
        print(
            """
            \(report.summary.accepted) records in \(report.folder.relativePath), from \
            \(report.summary.sourceRecords) source records
              \(Format.duration(figures.seconds)); \(Format.count(figures.tokensGenerated)) tokens \
            generated; \(Format.count(figures.callsMade)) calls made, \
            \(Format.count(figures.callsRemembered)) remembered\(shared)
              look: synthgen stats \(report.folder.relativePath)
            """)
    }

    private static func speed(of engines: [Engine]) -> Double {
        engines.reduce(0) { $0 + $1.statistics.tokensPerSecond }
    }
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
        return [header] + stages + [[foot.filter { !$0.isEmpty }.joined(separator: "   ")]]
    }

    func line(name: String) -> String {
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
