import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct `A run that others follow` {
    private static let topics = 240
    private let workshop: RunWorkshop

    init() throws { workshop = try RunWorkshop(topics: Self.topics) }

    @Test func `tells how far it is while it works, and how it ended`() async throws {
        let (seen, status) = try await workshop.watching { workshop in
            let process = try workshop.start()
            var seen: [RunSnapshot] = []
            while process.isRunning {
                if let snapshot = workshop.snapshot, snapshot != seen.last { seen.append(snapshot) }
                Thread.sleep(forTimeInterval: 0.02)
            }
            return (seen, process.terminationStatus)
        }
        #expect(status == 0)
        let working = seen.filter { $0.state == .running }
        #expect(Set(working.map(\.heartbeat)).count >= 2, "\(working.map(\.heartbeat))")
        let finished = working.map(\.finishedSources)
        #expect(finished == finished.sorted())
        #expect(Set(finished).count >= 2, "\(finished)")
        for snapshot in working where snapshot.finishedSources > 0 {
            let answers = try #require(snapshot.stages.first { $0.name == "answers" })
            #expect(answers.callsMade >= snapshot.finishedSources)
            #expect(snapshot.tokens > 0 && snapshot.openSources <= 4)
        }
        let last = try #require(workshop.snapshot)
        #expect(last.state == .finished && last.error == nil)
        #expect(last.accepted == Self.topics && last.finishedSources == Self.topics)
        #expect(try DatasetReader(folder: workshop.output).count() == Self.topics)
    }

    @Test func `stays running with an old heartbeat when it is killed, until it is run again`()
        async throws
    {
        let reason = try await workshop.watching { workshop in
            let process = try workshop.start()
            while (workshop.snapshot?.finishedSources ?? 0) < 20, process.isRunning {
                Thread.sleep(forTimeInterval: 0.005)
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            return process.terminationReason
        }
        #expect(reason == .uncaughtSignal)
        let dead = try #require(workshop.snapshot)
        #expect(dead.state == .running)
        let asked = try workshop.calls("begin")
        let unanswered = asked - (try workshop.calls("end"))
        #expect(asked < Self.topics && unanswered <= 4)

        let next = try workshop.start()
        next.waitUntilExit()
        #expect(next.terminationStatus == 0)
        let last = try #require(workshop.snapshot)
        #expect(last.state == .finished && last.accepted == Self.topics)
        #expect(last.heartbeat > dead.heartbeat)
        #expect(try DatasetReader(folder: workshop.output).count() == Self.topics)
        // An answer that came before the kill is not asked for again.
        #expect(try workshop.calls("begin") <= Self.topics + unanswered)
        let remembered = last.stages.first { $0.name == "answers" }?.callsRemembered ?? 0
        #expect(remembered >= asked - unanswered)
    }
}

/// A folder with a document of one stage that asks a scripted model, which takes its time.
private final class RunWorkshop: Sendable {
    private let folder: TemporaryFolder
    var output: URL { folder.appending(path: "out") }
    private var log: URL { folder.appending(path: "calls.log") }

    init(topics: Int) throws {
        folder = try TemporaryFolder()
        try folder.writeQuestions(topics, answeredBy: "slow.model.json")
        try folder.write(
            "slow.model.json",
            #"{"replies": ["Because {{ uniform() }}."], "milliseconds": 100, "log": "calls.log"}"#)
    }

    /// Starts the program that was built beside these tests.
    func start() throws -> Process {
        let process = Process()
        process.executableURL = Workshop.program
        process.arguments = ["run", "document.json", "--no-cache", "--json", "--max-batch", "4"]
        process.currentDirectoryURL = folder.url
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try Workshop.launch(process)
        return process
    }

    /// Does something on a thread of its own: tasks that only look on would wait behind other tests.
    func watching<Result: Sendable>(
        _ body: @escaping @Sendable (RunWorkshop) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Swift.Result { try body(self) })
            }
        }
    }

    /// The run as anybody sees it; nil before it has said anything.
    var snapshot: RunSnapshot? { try? DatasetReader(folder: output).snapshot() }

    /// Lines of the model's log that begin with a word.
    func calls(_ word: String) throws -> Int {
        try String(contentsOf: log, encoding: .utf8).split(separator: "\n")
            .count { $0.hasPrefix(word + " ") }
    }
}
