import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct `A plan` {
    private static let topics = 24

    @Test func `is made with the model that its command names, and the run does not pay again`()
        async throws
    {
        let desk = try PlanningDesk(topics: Self.topics)
        let sources = ["--model", "writer=other.model.json", "--no-cache"]
        #expect(try await desk.run(["plan", "document.json", "--sources", "6"] + sources) == 0)
        let plan = try #require(try DatasetReader(folder: desk.output).plan())
        #expect(plan.pilotSources == 6 && plan.sources.expected == Double(Self.topics))
        #expect(try desk.calls() == 6)

        #expect(try await desk.run(["run", "document.json"] + sources) == 0)
        #expect(try desk.calls() == Self.topics)
        let reader = try DatasetReader(folder: desk.output)
        let accepted = Double(try reader.count())
        #expect(plan.accepted.low <= accepted && accepted <= plan.accepted.high)
        #expect(try reader.plan() == plan)
    }
}

/// A folder with a document whose model is not there, and a model to use instead.
private final class PlanningDesk: Sendable {
    private let folder: TemporaryFolder
    var output: URL { folder.appending(path: "out") }

    init(topics: Int) throws {
        folder = try TemporaryFolder()
        try folder.writeQuestions(topics, answeredBy: "absent.model.json")
        try folder.write(
            "other.model.json",
            #"{"replies": ["Because {{ uniform() }}."], "log": "calls.log"}"#)
    }

    /// Runs the program that was built beside these tests to its end.
    func run(_ arguments: [String]) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
            .deletingLastPathComponent().appending(path: "synthgen")
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }

    /// How many calls the model has answered.
    func calls() throws -> Int {
        try String(contentsOf: folder.appending(path: "calls.log"), encoding: .utf8)
            .split(separator: "\n").count { $0.hasPrefix("end ") }
    }
}
