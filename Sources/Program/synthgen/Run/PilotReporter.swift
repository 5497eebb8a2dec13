import Dataflow
import Formatting
import Foundation
import Terminal

/// Says on standard error how far a pilot has come, so that it is not silent while it works.
struct PilotReporter: Sendable {
    let name: String
    let sources: Int
    /// What follows the source records: a pilot, or a preview.
    var what = "pilot"

    private var title: String {
        "\(name): a \(what) of \(Format.count(sources)) source records"
    }

    /// Says that the pilot begins; models are loaded first.
    func begin() { printError("\(title); loading its models") }

    /// Shows progress until the task is cancelled.
    func follow(_ run: Run) async {
        let table = LiveTable()
        let start = ContinuousClock.now
        var pace = LinePace(isLive: table.isInteractive)
        defer { table.finish() }
        while true {
            do { try await Task.sleep(for: LinePace.look) } catch { return }
            let requirement = run.progress.snapshot.requirement
            guard pace.isDue(work: requirement?.work) else { continue }
            let seconds = (ContinuousClock.now - start).inSeconds
            let line =
                "\(requirement.map { "\(name): \($0.line)" } ?? progress(of: run)), "
                + Format.duration(seconds)
            if table.isInteractive { table.update([[line]]) } else { printError(line) }
        }
    }

    private func progress(of run: Run) -> String {
        let calls = run.callFigures
        let made = calls.reduce(0) { $0 + $1.made }
        let tokens = calls.reduce(0) { $0 + $1.tokensMade }
        return "\(title): \(Format.count(made)) calls made, \(Format.count(tokens)) tokens"
    }
}
