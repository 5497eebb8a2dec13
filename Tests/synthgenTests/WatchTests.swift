import Datasets
import Foundation
import JSON
import TestSupport
import Testing

@testable import synthgen

@Suite struct `Watching a run` {
    /// A folder with a document that runs longer than any test.
    private func slowWorkshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.folder.writeQuestions(40_000, answeredBy: "slow.model.json")
        try workshop.write(
            "slow.model.json", #"{"replies": ["Because {{ uniform() }}."], "milliseconds": 50}"#)
        return workshop
    }

    /// Starts a run, and returns it once others can see it.
    private func start(_ workshop: Workshop) async throws -> Process {
        let process = try workshop.start(
            "run", "document.json", "--no-cache", "--max-batch", "2")
        let folder = workshop.folder.appending(path: "out")
        await onOwnThread {
            while process.isRunning, (try? DatasetReader(folder: folder).snapshot()) == nil {
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
        return process
    }

    @Test(.timeLimit(.minutes(10)))
    func `tells in JSON how far it is and how it ended`() async throws {
        let workshop = try slowWorkshop()
        let process = try await start(workshop)
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        async let watching = workshop.run(["watch", "out", "--json"], "> watched.jsonl")
        await onOwnThread {
            while process.isRunning,
                (try? workshop.read("watched.jsonl").contains("\"progress\"")) != true
            { Thread.sleep(forTimeInterval: 0.02) }
            kill(process.processIdentifier, SIGINT)
            process.waitUntilExit()
        }
        let watched = try await watching
        #expect(watched.status == 0 && watched.errors == "", "\(watched.text)")
        let lines = try workshop.read("watched.jsonl").split(separator: "\n").map {
            try JSON(parsing: Array($0.utf8))
        }
        let last = try #require(lines.last)
        #expect(last["event"] == "ended" && last["state"] == "interrupted")
        let records = try DatasetReader(folder: workshop.folder.appending(path: "out")).count()
        #expect(last["records"] == .integer(records))
        let progress = lines.dropLast()
        #expect(!progress.isEmpty && progress.allSatisfy { $0["event"] == "progress" })
        let accepted = progress.compactMap { $0["accepted"]?.integer }
        #expect(accepted == accepted.sorted())
    }

    @Test func `says when nothing runs, and how the last run ended`() async throws {
        let workshop = try await Workshop.finished()
        let watched = try await workshop.run("watch", "out")
        #expect(watched.status == 0)
        #expect(
            watched.output
                == "nothing runs in out: the run has finished: 4 records are in out\n")
        let json = try await workshop.run("watch", "out", "--json").output
        #expect(try JSON(parsing: Array(json.utf8))["event"] == "nothing_runs")
        let none = try await workshop.run("watch", "nowhere")
        #expect(none.status == 1 && none.errors.hasPrefix("error: "))
    }

    @Test func `says that a run is silent, and at once that it was killed`() async throws {
        let workshop = try slowWorkshop()
        let process = try workshop.start(
            "run", "document.json", "--no-cache", "--max-batch", "2")
        // Also where an expectation fails before: a stopped process would stay for good.
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        let folder = workshop.folder.appending(path: "out")
        // All at once: a test that waits for its turn may be resumed when the run has ended.
        let seen = await onOwnThread { () -> RunSighting? in
            while process.isRunning, (try? DatasetReader(folder: folder).snapshot()) == nil {
                Thread.sleep(forTimeInterval: 0.02)
            }
            kill(process.processIdentifier, SIGSTOP)
            return try? RunSighting(folder: folder, now: Date(timeIntervalSinceNow: 10))
        }
        let silent = try #require(seen)
        #expect(silent.isAtWork)
        #expect(
            silent.view(RunLooks()).lines(width: 80, height: 24).contains {
                $0.hasPrefix("no sign of life for ")
            })
        kill(process.processIdentifier, SIGKILL)
        await onOwnThread { process.waitUntilExit() }
        let dead = try RunSighting(folder: folder)
        #expect(!dead.isAtWork && dead.isFailure && dead.status == "killed")
        #expect(dead.ending.hasPrefix("the run was killed: its last sign of life was "))
        #expect(dead.ending.contains("run the same command again to go on"))
    }

    @Test func `sees the end of a run although a later one has begun`() async throws {
        let workshop = try await Workshop.finished()
        _ = try await workshop.run("run", "document.json", "--no-cache")
        let folder = workshop.folder.appending(path: "out")
        #expect(try RunSighting(folder: folder).run == 2)
        let first = try RunSighting(folder: folder, run: 1)
        #expect(first.status == "finished" && !first.isAtWork)
    }
}
