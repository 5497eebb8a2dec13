import Foundation
import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct `A suspended run` {
    /// Frames of one accepted record, and of a few.
    private static let layouts = [
        smallFrames, DatasetWriter.Options(frameBytes: 1_600, shardBytes: 5_000),
    ]

    /// A run that has appended the records of `count` source records and stopped.
    private func suspend(
        _ folder: URL, after count: Int, _ options: DatasetWriter.Options = smallFrames
    ) throws {
        let writer = try DatasetWriter(folder: folder, description: description, options: options)
        try writer.run(0..<count)
        try writer.suspend(status: "interrupted")
    }

    private func accepted(of count: Int) -> [JSONObject] {
        (0..<count).filter { !$0.isMultiple(of: 4) }.map { row($0) }
    }

    @Test(arguments: layouts, Array(0...60))
    func `leaves all its records, and is completed to the same bytes and catalog`(
        options: DatasetWriter.Options, stop: Int
    ) throws {
        let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
        try writeDataset(whole.url, options: options)
        try suspend(broken.url, after: stop, options)
        let reader = try DatasetReader(folder: broken.url)
        #expect(try reader.records().all() == accepted(of: stop))
        #expect(try reader.count(.rejected) == (stop + 3) / 4)
        #expect(try reader.sourceCount() == stop)
        #expect(try DatasetVerification(verifying: broken.url).problems.isEmpty)
        #expect(try writeDataset(broken.url, options: options).revisions.isEmpty)
        #expect(try files(broken.url) == files(whole.url))
        #expect(try catalogContent(broken.url) == catalogContent(whole.url))
    }

    @Test(arguments: layouts, [0, 1, 4, 5, 17, 30, 49])
    func `takes nothing from a run that came further`(
        options: DatasetWriter.Options, stop: Int
    ) throws {
        let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
        try writeDataset(whole.url, options: options)
        try suspend(broken.url, after: 50, options)
        let before = try files(broken.url)
        try suspend(broken.url, after: stop, options)
        #expect(try files(broken.url) == before)
        #expect(try DatasetReader(folder: broken.url).records().all() == accepted(of: 50))
        try writeDataset(broken.url, options: options)
        #expect(try files(broken.url) == files(whole.url))
        #expect(try catalogContent(broken.url) == catalogContent(whole.url))
    }

    @Test(arguments: layouts, [0, 1, 2, 5, 8, 17, 30, 49, 60])
    func `has its records in its files once they are preserved, and goes on to the same bytes`(
        options: DatasetWriter.Options, stop: Int
    ) throws {
        let (whole, asked) = (try TemporaryFolder(), try TemporaryFolder())
        try writeDataset(whole.url, options: options)
        let writer = try DatasetWriter(
            folder: asked.url, description: description, options: options)
        for number in 0..<60 {
            try writer.run(number..<number + 1)
            // Twice in a row, and again when a frame has grown.
            guard number == stop || number == stop + 1 else { continue }
            try writer.preserve()
            try writer.preserve()
            let reader = try DatasetReader(folder: asked.url)
            #expect(try reader.records().all() == accepted(of: number + 1))
            #expect(try reader.sourceCount() == number + 1)
        }
        try writer.finish { try DatasetCard(license: "apache-2.0").text(for: $0) }
        #expect(try files(asked.url) == files(whole.url))
        #expect(try catalogContent(asked.url) == catalogContent(whole.url))
    }

    @Test func `preserves nothing less than an earlier run that came further`() throws {
        let folder = try TemporaryFolder()
        try suspend(folder.url, after: 50)
        let before = try files(folder.url)
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: smallFrames)
        try writer.run(0..<17)
        try writer.preserve()
        #expect(try files(folder.url) == before)
        try writer.run(17..<30)
        try writer.suspend(status: "interrupted")
        #expect(try files(folder.url) == before)
    }

    @Test func `takes nothing from a finished dataset that it only began to repeat`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let before = try files(folder.url)
        try suspend(folder.url, after: 7)
        #expect(try files(folder.url) == before)
        #expect(try DatasetReader(folder: folder.url).count() == 45)
    }

    @Test(arguments: layouts)
    func `that made other records replaces the old ones from the first difference on`(
        options: DatasetWriter.Options
    ) throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url, options: options)
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: options)
        try writer.run(0..<3, text: "new", changedFrom: 1)
        try writer.suspend(status: "interrupted")
        let records = try DatasetReader(folder: folder.url).records().all()
        #expect(records == [row(1, text: "new"), row(2, text: "new")])
    }

    @Test(arguments: layouts, [0, 1, 5, 30, 59])
    func `may end by keeping the rest of a longer one`(
        options: DatasetWriter.Options, stop: Int
    ) throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url, options: options)
        let (before, catalog) = (try files(folder.url), try catalogContent(folder.url))
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: options)
        try writer.run(0..<stop)
        try writer.finish(keepsRest: true)
        #expect(writer.revisions.isEmpty)
        #expect(try files(folder.url) == before)
        #expect(try catalogContent(folder.url) == catalog)

        let (broken, kept) = (try TemporaryFolder(), try TemporaryFolder())
        for folder in [broken, kept] { try suspend(folder.url, after: 60, options) }
        let next = try DatasetWriter(
            folder: kept.url, description: description, options: options)
        try next.run(0..<stop)
        try next.finish(keepsRest: true)
        try writeDataset(broken.url, options: options)
        let names = try files(kept.url).filter { $0.key != "README.md" }
        #expect(try names == files(broken.url).filter { $0.key != "README.md" })
        #expect(try catalogContent(kept.url) == catalogContent(broken.url))
    }

    @Test func `publishes finished source records while it works`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: smallFrames)
        try writer.run(0..<2)
        let reader = try DatasetReader(folder: folder.url)
        #expect(try reader.funnel().isEmpty)
        try writer.publish()
        try writer.flush()
        #expect(try reader.funnel().map(\.created) == [2, 2])
        try writer.finish()
    }
}

@Suite struct `An unfinished dataset` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func snapshot(_ accepted: Int, target: Int?) -> RunSnapshot {
        var snapshot = RunSnapshot()
        (snapshot.accepted, snapshot.target) = (accepted, target)
        (snapshot.seconds, snapshot.tokens) = (12.5, 340)
        snapshot.stages = [RunSnapshot.Stage(name: "answers", type: "generate")]
        (snapshot.stages[0].callsMade, snapshot.stages[0].callsRemembered) = (9, 4)
        return snapshot
    }

    @Test(arguments: [("interrupted", "was interrupted"), ("failed", "failed")])
    func `says how far it is and how its last run ended`(status: String, words: String) throws {
        let writer = try DatasetWriter(folder: folder.url, description: description)
        try writer.run(0..<6)
        try writer.note(snapshot(4, target: 8))
        try writer.suspend(status: status)
        let unfinished = try #require(try DatasetReader(folder: folder.url).unfinished())
        #expect("\(unfinished)" == "not complete: 4 of 8 records; the last run \(words)")
    }

    @Test func `knows a killed run at once by the lock that it has no longer`() throws {
        do {
            let killed = try DatasetWriter(folder: folder.url, description: description)
            try killed.note(snapshot(4, target: 8))
            #expect(try DatasetReader(folder: folder.url).runs().map(\.status) == ["running"])
            withExtendedLifetime(killed) {}
        }
        let reader = try DatasetReader(folder: folder.url)
        #expect(try reader.runs().map(\.status) == ["killed"])
        #expect(try reader.unfinished()?.run == "the last run was killed")
        // Asking has not taken the lock away from the next run.
        _ = try DatasetWriter(folder: folder.url, description: description)
    }

    @Test func `tells a run at work from a killed one by its sign of life`() throws {
        let writer = try DatasetWriter(folder: folder.url, description: description)
        try writer.run(0..<6)
        try writer.note(snapshot(4, target: nil))
        let reader = try DatasetReader(folder: folder.url)
        let now = Date()
        #expect(
            try reader.unfinished(now: now)?.description
                == "not complete: 0 records in its files, 4 accepted so far; a run is at work")
        let later = now.addingTimeInterval(DatasetReader.silence + 2)
        #expect(
            try reader.unfinished(now: later)?.description
                == "not complete: 0 records in its files, 4 accepted so far; "
                + "the last run was killed")
        try writer.finish()
        #expect(try reader.runs(now: later).map(\.status) == ["finished"])
        #expect(try DatasetReader(folder: folder.url).unfinished() == nil)
    }

    @Test func `counts a killed run with the figures of its last sign of life`() throws {
        do {
            let killed = try DatasetWriter(folder: folder.url, description: description)
            try killed.note(snapshot(4, target: 8))
        }
        let next = try DatasetWriter(folder: folder.url, description: description)
        try next.recordPerformance(["seconds": 2, "tokensGenerated": 60])
        try next.finish()
        let reader = try DatasetReader(folder: folder.url)
        let runs = try reader.runs()
        #expect(runs.map(\.status) == ["killed", "finished"])
        #expect(
            runs[0].performance
                == ["seconds": 12.5, "tokensGenerated": 340, "callsMade": 9, "callsRemembered": 4])
        let statistics = try DatasetStatistics(reader)
        #expect(statistics.tokens["tokensGenerated"] == 400 && statistics.seconds == 14.5)
        #expect(statistics.text.contains("Cost of all 2 runs\n  tokens written   400"))
    }
}
