import Dataflow
import Datasets
import Formatting
import Foundation
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

    /// Shows a run until the activity ends.
    /// - Parameter look: Returns the run's progress; must not print.
    func show(_ look: @escaping @Sendable () -> RunSnapshot) -> Activity {
        let looks = RunLooks()
        return Activity(showing: view { looks.look(at: look()) })
    }

    /// How a run is shown. `look` is called for each picture and line.
    func view(_ look: @escaping @Sendable () -> RunView) -> ActivityView {
        guard !isJSON else {
            return ActivityView { StandardOutput.writeLine(look().json.encoded()) }
        }
        return ActivityView(isKept: true) { width, height in
            look().lines(width: width, height: height)
        } line: {
            look().line(name: name)
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
        if let kept = report.keptCard { printError("note: \(kept.text(in: folder))") }
        if isJSON {
            printLine(report.json(losses).encoded())
        } else {
            print(report.text(losses))
        }
        for warning in losses.warnings { printError("warning: \(warning)") }
    }
}
