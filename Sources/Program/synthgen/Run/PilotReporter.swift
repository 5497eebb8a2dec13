import Dataflow
import Formatting
import Terminal

/// Says on standard error how far a pilot has come.
struct PilotReporter: Sendable {
    let name: String
    let sources: Int
    /// What follows the source records: a pilot, or a preview.
    var what = "pilot"

    private var title: String {
        "\(name): a \(what) of \(Format.count(sources, "source record"))"
    }

    /// Says that the pilot begins; models are loaded first.
    func begin() { printError("\(title); loading its models") }

    /// Shows a pilot until the activity ends.
    func show(_ run: Run) -> Activity {
        let start = ContinuousClock.now
        let line: @Sendable () -> String = {
            let seconds = (ContinuousClock.now - start).inSeconds
            return "\(progress(of: run)), \(Format.duration(seconds))"
        }
        return Activity(showing: ActivityView(picture: { _, _ in [line()] }, line: line))
    }

    private func progress(of run: Run) -> String {
        if let requirement = run.progress.snapshot.requirement {
            return "\(name): \(requirement.line)"
        }
        let calls = run.callFigures
        let made = calls.reduce(0) { $0 + $1.made }
        let tokens = calls.reduce(0) { $0 + $1.tokensMade }
        return "\(title): \(Format.count(made, "call")) made, "
            + "\(Format.count(tokens, "token")) written"
    }
}
