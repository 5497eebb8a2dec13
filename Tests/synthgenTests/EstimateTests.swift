import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct `An estimate` {
    private static let topics = 24

    @Test func `is made with the model that its command names, and the run does not pay again`()
        async throws
    {
        let workshop = try EstimateWorkshop(topics: Self.topics)
        let sources = ["--model", "writer=other.model.json", "--no-cache"]
        #expect(
            try await workshop.run(["estimate", "document.json", "--sources", "6"] + sources) == 0)
        let estimate = try #require(try DatasetReader(folder: workshop.output).estimate())
        #expect(estimate.pilotSources == 6 && estimate.sources.expected == Double(Self.topics))
        #expect(try workshop.calls() == 6)

        #expect(try await workshop.run(["run", "document.json"] + sources) == 0)
        #expect(try workshop.calls() == Self.topics)
        let reader = try DatasetReader(folder: workshop.output)
        let accepted = Double(try reader.count())
        #expect(estimate.accepted.low <= accepted && accepted <= estimate.accepted.high)
        #expect(try reader.estimate() == estimate)
    }
}

/// A folder with a document whose model is not there, and a model to use instead.
private final class EstimateWorkshop: Sendable {
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
        process.executableURL = Workshop.program
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try Workshop.launch(process) } catch { continuation.resume(throwing: error) }
        }
    }

    /// How many calls the model has answered.
    func calls() throws -> Int {
        try String(contentsOf: folder.appending(path: "calls.log"), encoding: .utf8)
            .split(separator: "\n").count { $0.hasPrefix("end ") }
    }
}
