import ArgumentParser
import Datasets
import Foundation
import JSON
import Synchronization
import Terminal

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Shows a run that another terminal has started.",
        discussion: """
            The table is that of the run itself, from what the run writes into its folder once a \
            second. It ends when the run ends, with 1 if the run failed or was killed: then nobody \
            has the folder's lock, or there was no sign of life for 30 seconds. Where nothing runs, it says how the last run ended. \
            Nothing is changed, and any number of people may watch.

              synthgen watch Datasets/preference
            """)

    @Argument(help: "The folder that the run fills.", completion: .directory)
    var folder: String

    @Flag(help: "Print a line of JSON a second.")
    var json = false

    func run() async throws {
        let url = URL(filePath: folder)
        let first = try RunSighting(folder: url)
        guard first.isAtWork else {
            if json { return printLine(first.json(event: "nothing_runs").encoded()) }
            return print("nothing runs in \(url.relativePath): \(first.ending)")
        }
        let last = try await follow(first, in: url)
        if json {
            printLine(last.json(event: "ended").encoded())
        } else if last.isFailure {
            printError("error: \(last.ending)")
        } else {
            print(last.ending)
        }
        if last.isFailure { throw ExitCode(1) }
    }

    /// Shows a run until it ends; returns the last look at it.
    private func follow(_ first: RunSighting, in url: URL) async throws -> RunSighting {
        let looks = RunLooks(history: try RunSighting.history(of: first.run, in: url))
        let newest = Newest(first)
        let reporter = RunReporter(name: first.name, isJSON: false)
        let display = Activity(
            showing: json
                ? .nothing : reporter.view { newest.sighting.view(looks) })
        defer { display.end() }
        while newest.sighting.isAtWork {
            if json { printLine(newest.sighting.view(looks).json.encoded()) }
            try await Task.sleep(for: .seconds(1))
            newest.set(try RunSighting(folder: url, run: first.run))
        }
        return newest.sighting
    }
}

/// The newest look at a run, which is shown from another thread.
private final class Newest: Sendable {
    private let state: Mutex<RunSighting>

    init(_ sighting: RunSighting) { state = Mutex(sighting) }

    var sighting: RunSighting { state.withLock { $0 } }

    func set(_ sighting: RunSighting) { state.withLock { $0 = sighting } }
}
