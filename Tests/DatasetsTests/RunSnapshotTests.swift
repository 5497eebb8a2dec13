import Foundation
import GRDB
import TestSupport
import Testing

@testable import Datasets

@Suite struct `A run at work` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func snapshot(_ seconds: Double, accepted: Int) -> RunSnapshot {
        var snapshot = RunSnapshot()
        snapshot.seconds = seconds
        snapshot.accepted = accepted
        snapshot.target = 100
        snapshot.tokens = 12
        snapshot.stages = [RunSnapshot.Stage(name: "answers", type: "generate")]
        snapshot.stages[0].working = 3
        snapshot.waitingRecords = 16
        snapshot.activity = accepted == 0 ? "measuring a judge" : nil
        return snapshot
    }

    @Test func `can be followed by another connection, to its end`() throws {
        let writer = try DatasetWriter(folder: folder.url, options: smallFrames)
        let reader = try DatasetReader(folder: folder.url)
        #expect(try reader.snapshot() == nil)
        try writer.note(snapshot(0, accepted: 0))
        #expect(try reader.snapshot()?.state == .running)
        #expect(try reader.snapshot()?.activity == "measuring a judge")
        try writer.run(0..<10)
        try writer.note(snapshot(1, accepted: 7))
        let seen = try #require(try reader.snapshot())
        #expect(seen.accepted == 7 && seen.target == 100 && seen.tokens == 12)
        #expect(seen.stages.map(\.name) == ["answers"] && seen.stages[0].working == 3)
        #expect(seen.run == 1 && seen.waitingRecords == 16 && seen.activity == nil)
        #expect(!seen.heartbeat.isEmpty)
        try writer.suspend(status: "failed", error: "the disk is full")
        #expect(try reader.snapshot()?.state == .failed)
        #expect(try reader.snapshot()?.error == "the disk is full")
        let next = try DatasetWriter(folder: folder.url, options: smallFrames)
        try next.note(snapshot(0, accepted: 0))
        #expect(try reader.snapshot()?.state == .running)
        try next.run(0..<10)
        try next.finish()
        #expect(try reader.snapshot()?.state == .finished)
    }

    @Test func `can be followed in a catalog that does not say what records wait for`() throws {
        let writer = try DatasetWriter(folder: folder.url, options: smallFrames)
        try writer.note(snapshot(1, accepted: 7))
        try writer.run(0..<10)
        try writer.finish()
        let problems = try DatasetVerification(verifying: folder.url).problems
        let database = try DatabaseQueue(path: folder.appending(path: "catalog.sqlite").path)
        try database.write { try $0.execute(sql: "DROP TABLE run_activity") }
        try database.close()
        let seen = try #require(try DatasetReader(folder: folder.url).snapshot())
        #expect(seen.accepted == 7 && seen.waitingRecords == 0)
        #expect(try DatasetVerification(verifying: folder.url).problems == problems)
    }

    @Test func `leaves a history that grows ever more slowly, and no trace in the content`() throws
    {
        let plain = try TemporaryFolder()
        try writeDataset(plain.url, 20)
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: smallFrames)
        for second in 0..<3_000 where second < 300 || second.isMultiple(of: 10) {
            try writer.note(snapshot(Double(second), accepted: second))
        }
        try writer.run(0..<20)
        try writer.finish { try DatasetCard(license: "apache-2.0").text(for: $0) }
        let database = try DatabaseQueue(path: folder.appending(path: "catalog.sqlite").path)
        let rows = try database.read {
            try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM run_history") ?? 0
        }
        #expect(rows > 100 && rows < 350)
        #expect(try catalogContent(folder.url) == catalogContent(plain.url))
        #expect(try files(folder.url) == files(plain.url))
    }
}
