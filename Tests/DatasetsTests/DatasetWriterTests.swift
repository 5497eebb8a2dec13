import Foundation
import GRDB
import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct DatasetWriterTests {
    @Test func `what is written comes back in order`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let reader = try DatasetReader(folder: folder.url)
        #expect(reader.isComplete)
        #expect(reader.description == description)
        let accepted = (0..<60).filter { !$0.isMultiple(of: 4) }
        #expect(try reader.records().all() == accepted.map { row($0) })
        #expect(try reader.records(.rejected).all().count == 15)
        #expect(try reader.count() == 45)
        #expect(try reader.shards().count(where: { $0.kind == .accepted }) > 2)
        #expect(try reader.shards().allSatisfy { $0.hash != nil })
        #expect(try DatasetVerification(verifying: folder.url).isIntact)
    }

    @Test func `a finished catalog is one file`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.hasSuffix("-wal") || $0.hasSuffix("-shm") })
    }

    @Test func `a replay of the same records touches no shard`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let shard = folder.appending(path: "shard-00000.jsonl.zst")
        let inode = try FileManager.default.attributesOfItem(atPath: shard.path)
        let (before, catalog) = (try files(folder.url), try catalogContent(folder.url))
        let writer = try writeDataset(folder.url)
        #expect(writer.revisions.isEmpty && writer.damages.isEmpty)
        #expect(writer.previous == description)
        #expect(try files(folder.url) == before)
        #expect(try catalogContent(folder.url) == catalog)
        let now = try FileManager.default.attributesOfItem(atPath: shard.path)
        #expect(now[.modificationDate] as? Date == inode[.modificationDate] as? Date)
    }

    @Test(arguments: [0, 1, 5, 20, 37, 59, 60])
    func `a run abandoned anywhere is completed to the same bytes and catalog`(
        stop: Int
    ) throws {
        let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
        try writeDataset(whole.url)
        do {
            let writer = try DatasetWriter(
                folder: broken.url,
                description: description,
                options: smallFrames
            )
            try writer.run(0..<stop)
        }
        let writer = try writeDataset(broken.url)
        #expect(writer.revisions.isEmpty)
        #expect(try files(broken.url) == files(whole.url))
        #expect(try catalogContent(broken.url) == catalogContent(whole.url))
    }

    @Test func `bytes behind the last committed frame are cut off`() throws {
        let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
        try writeDataset(whole.url)
        do {
            let writer = try DatasetWriter(
                folder: broken.url,
                description: description,
                options: smallFrames
            )
            try writer.run(0..<30)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: broken.path)
        let last = try #require(names.filter { $0.hasPrefix("shard-") }.max())
        let url = broken.appending(path: last)
        try Data(contentsOf: url).appending(Array("half a frame".utf8)).write(to: url)
        try Data([1, 2, 3]).write(to: broken.appending(path: "shard-00077.jsonl.zst"))
        let writer = try writeDataset(broken.url)
        #expect(writer.damages.isEmpty)
        #expect(try files(broken.url) == files(whole.url))
    }

    @Test func `a shard cut at any byte is rewritten from the frame that was cut`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url, 24)
        let (whole, catalog) = (try files(folder.url), try catalogContent(folder.url))
        let url = folder.appending(path: "shard-00000.jsonl.zst")
        let bytes = try #require(whole["shard-00000.jsonl.zst"])
        for cut in stride(from: 0, to: bytes.count, by: 41) {
            try bytes.prefix(cut).write(to: url)
            let writer = try writeDataset(folder.url, 24)
            #expect(writer.damages.count == 1)
            #expect(try files(folder.url) == whole)
            #expect(try catalogContent(folder.url) == catalog)
        }
    }

    @Test func `a missing shard and a flipped byte are noticed and made good`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let (whole, catalog) = (try files(folder.url), try catalogContent(folder.url))
        try FileManager.default.removeItem(
            at: folder.appending(path: "shard-00001.jsonl.zst")
        )
        var rejected = try #require(whole["rejected-00000.jsonl.zst"])
        rejected[rejected.count / 2] ^= 1
        try rejected.write(to: folder.appending(path: "rejected-00000.jsonl.zst"))
        #expect(try DatasetVerification(verifying: folder.url).problems.count >= 2)
        let writer = try writeDataset(folder.url)
        #expect(writer.damages.map(\.kind) == [.accepted, .rejected])
        #expect(try files(folder.url) == whole)
        #expect(try catalogContent(folder.url) == catalog)
    }

    @Test(arguments: [0, 1, 13, 44, 59])
    func `records that come out otherwise replace what followed them`(change: Int) throws {
        let (fresh, revised) = (try TemporaryFolder(), try TemporaryFolder())
        try writeDataset(fresh.url, text: "new", changedFrom: change)
        try writeDataset(revised.url)
        let writer = try writeDataset(revised.url, text: "new", changedFrom: change)
        let accepted = try #require(writer.revisions.first { $0.sequence == "accepted" })
        #expect(accepted.reason == .changed)
        #expect(accepted.from <= change)
        #expect(writer.unchangedRecords == accepted.from)
        let ledger = try #require(writer.revisions.first { $0.sequence == "ledger" })
        #expect(ledger == DatasetRevision(sequence: "ledger", from: change, reason: .changed))
        #expect(try files(revised.url) == files(fresh.url))
        #expect(try catalogContent(revised.url) == catalogContent(fresh.url))
    }

    @Test func `what other records replace is kept until the run has finished`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let old = try files(folder.url)
        do {
            let writer = try DatasetWriter(
                folder: folder.url, description: description, options: smallFrames)
            try writer.run(0..<30, text: "new", changedFrom: 1)
            try writer.flush()
        }
        let shard = "shard-00000.jsonl.zst"
        let kept = folder.appending(path: "replaced")
        let names = try FileManager.default.contentsOfDirectory(atPath: kept.path)
        #expect(names.contains(shard) && names.contains("shard-00001.jsonl.zst"))
        #expect(try Data(contentsOf: kept.appending(path: shard)) == old[shard])
        #expect(try DatasetVerification(verifying: folder.url).isIntact)
        try writeDataset(folder.url, text: "new", changedFrom: 1)
        #expect(!FileManager.default.fileExists(atPath: kept.path))
        #expect(try DatasetVerification(verifying: folder.url).problems.isEmpty)
    }

    @Test func `a longer run extends and a shorter run cuts off`() throws {
        let (short, long, folder) = (
            try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder()
        )
        try writeDataset(short.url, 33)
        try writeDataset(long.url, 60)
        try writeDataset(folder.url, 33)
        #expect(try writeDataset(folder.url, 60).revisions.isEmpty)
        #expect(try files(folder.url) == files(long.url))
        #expect(try catalogContent(folder.url) == catalogContent(long.url))
        let writer = try writeDataset(folder.url, 33)
        #expect(Set(writer.revisions.map(\.sequence)) == ["accepted", "rejected", "ledger"])
        #expect(try files(folder.url) == files(short.url))
        #expect(try catalogContent(folder.url) == catalogContent(short.url))
    }

    @Test func `another layout rewrites the dataset`() throws {
        let (fresh, folder) = (try TemporaryFolder(), try TemporaryFolder())
        let larger = DatasetWriter.Options(frameBytes: 900, shardBytes: 5000)
        try writeDataset(fresh.url, options: larger)
        try writeDataset(folder.url)
        let writer = try writeDataset(folder.url, options: larger)
        #expect(writer.revisions.contains { $0.reason == .layout })
        #expect(try files(folder.url) == files(fresh.url))
    }

    @Test func `a suspended run keeps its ledger and leaves the dataset incomplete`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(
            folder: folder.url,
            description: description,
            options: smallFrames
        )
        try writer.run(0..<10)
        try writer.recordPerformance(["generator.outputTokens": 120, "seconds": 2.5])
        try writer.suspend(status: "interrupted")
        #expect(thrown { try writer.append(row(11)) } == .closed(path: folder.path))
        let reader = try DatasetReader(folder: folder.url)
        #expect(!reader.isComplete)
        #expect(try reader.funnel().map(\.created) == [10, 10])
        #expect(try reader.runs().map(\.status) == ["interrupted"])
        #expect(try DatasetStatistics(reader).tokens == ["generator.outputTokens": 120])
    }

    @Test func `two writers cannot share a folder`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.url)
        #expect(
            thrown { _ = try DatasetWriter(folder: folder.url) } == .locked(folder: folder.path)
        )
        try writer.finish()
        _ = try DatasetWriter(folder: folder.url)
    }

    @Test func `shards without a catalog are not overwritten`() throws {
        let folder = try TemporaryFolder()
        try folder.write("shard-00000.jsonl.zst", "precious")
        #expect(
            thrown { _ = try DatasetWriter(folder: folder.url) }
                == .notADataset(folder: folder.path, found: ["shard-00000.jsonl.zst"])
        )
    }

    /// Ways to leave shards with a catalog that does not describe them.
    static let lostCatalogs: [(name: String, lose: @Sendable (URL) throws -> Void)] = [
        ("removed", { try FileManager.default.removeItem(at: $0) }),
        ("emptied", { try Data().write(to: $0) }),
        (
            "without tables",
            {
                try Data().write(to: $0)
                let database = try DatabaseQueue(path: $0.path)
                try database.write { try $0.execute(sql: "PRAGMA user_version = 1") }
                try database.close()
            }
        ),
        (
            "made anew by an estimate",
            {
                try FileManager.default.removeItem(at: $0)
                try Catalog.create(at: $0).close()
            }
        ),
        ("overwritten", { try Data(repeating: 0xA5, count: 40_000).write(to: $0) }),
        (
            "cut short",
            { url in
                let bytes = try Data(contentsOf: url)
                try bytes.prefix(bytes.count / 2).write(to: url)
            }
        ),
        (
            "with a text for a number",
            { url in
                let database = try DatabaseQueue(path: url.path)
                try database.write {
                    try $0.execute(sql: "UPDATE frames SET number = 'x' WHERE number = 0")
                }
                try database.close()
            }
        ),
    ]

    @Test(arguments: lostCatalogs.indices)
    func `with a lost catalog nothing is written, and a repair brings everything back`(
        index: Int
    ) throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let before = try files(folder.url)
        let lost = Self.lostCatalogs[index]
        try lost.lose(folder.appending(path: "catalog.sqlite"))
        #expect(thrown { try writeDataset(folder.url) } != nil, "\(lost.name)")
        #expect(try files(folder.url) == before)
        let repair = try DatasetRepair(repairing: folder.url)
        #expect(repair.remaining.filter(\.isDamage).isEmpty, "\(repair.remaining)")
        #expect(try DatasetReader(folder: folder.url).count() == 45)
        #expect(try DatasetReader(folder: folder.url).count(.rejected) == 15)
        #expect(try files(folder.url) == before)
        try writeDataset(folder.url)
        #expect(try files(folder.url) == before)
    }

    @Test(arguments: [
        "UPDATE lineage SET fields = '{\"response\":\"x\"}' WHERE position = 9",
        "UPDATE records SET id = 'rec00000000' WHERE kind = 'accepted' AND position = 3",
        "UPDATE stage_counts SET created = created + 1",
        "UPDATE shards SET hash = '00' WHERE number = 0",
    ])
    func `a run that ends over a damaged row of an earlier one says so`(change: String) throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let content = try catalogContent(folder.url)
        try Damage.sql(change)(folder.url)
        guard case .damagedCatalog? = thrown({ try writeDataset(folder.url) }) else {
            Issue.record("the run ended as if nothing were wrong")
            return
        }
        #expect(try !DatasetReader(folder: folder.url).isComplete)
        _ = try DatasetRepair(repairing: folder.url)
        try writeDataset(folder.url)
        #expect(try catalogContent(folder.url) == content)
        #expect(try DatasetVerification(verifying: folder.url).isIntact)
    }

    @Test func `a record without an id and a source record out of order are refused`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.url)
        #expect(thrown { try writer.append(["text": "a"]) } == .recordWithoutID(position: 0))
        let other = try TemporaryFolder()
        let second = try DatasetWriter(folder: other.url)
        #expect(
            thrown { try second.commitSourceRecord(ledgerEntry(1)) }
                == .sourceRecordOutOfOrder(expected: 0, found: 1))
    }

    @Test func `an empty dataset is a dataset`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url, 0)
        #expect(try RecordReader(url: folder.url).all().isEmpty)
        #expect(try DatasetVerification(verifying: folder.url).isIntact)
    }

    @Test func `a file in the folder's place is one clear error`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("taken", "x")
        let error = thrown { _ = try DatasetWriter(folder: file) }
        guard case .notWritable = error else {
            Issue.record("expected notWritable, found \(String(describing: error))")
            return
        }
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
    func `a folder without permission is one clear error`() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        guard case .notWritable? = thrown({ _ = try DatasetWriter(folder: folder.url) }) else {
            Issue.record("expected notWritable")
            return
        }
    }
}

extension Data {
    func appending(_ bytes: [UInt8]) -> Data { self + Data(bytes) }
}
