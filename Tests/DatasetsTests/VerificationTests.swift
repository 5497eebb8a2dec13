import Foundation
import GRDB
import JSON
import TestSupport
import Testing

@testable import Datasets

/// One way to damage a dataset, and the code of what is then found first.
struct Damage: CustomTestStringConvertible, Sendable {
    let name: String
    let code: String
    let apply: @Sendable (URL) throws -> Void
    var testDescription: String { name }

    static func edit(_ file: String, _ change: @escaping @Sendable (inout Data) -> Void)
        -> @Sendable (URL) throws -> Void
    {
        { folder in
            let url = folder.appending(path: file)
            var bytes = try Data(contentsOf: url)
            change(&bytes)
            try bytes.write(to: url)
        }
    }

    static func sql(_ statement: String) -> @Sendable (URL) throws -> Void {
        { folder in
            let database = try DatabaseQueue(path: folder.appending(path: "catalog.sqlite").path)
            try database.write { try $0.execute(sql: statement) }
            try database.close()
        }
    }

    static let all: [Damage] = [
        Damage(name: "a shard removed", code: "shard.missing") {
            try FileManager.default.removeItem(at: $0.appending(path: "shard-00001.jsonl.zst"))
        },
        Damage(
            name: "a shard cut short", code: "shard.truncated",
            apply: edit("shard-00001.jsonl.zst") { $0.removeLast(10) }),
        Damage(
            name: "a bit flipped", code: "frame.corrupt",
            apply: edit("shard-00000.jsonl.zst") { $0[$0.count / 2] ^= 0x10 }),
        Damage(
            name: "bytes appended", code: "shard.surplus",
            apply: edit("rejected-00000.jsonl.zst") { $0.append(contentsOf: [1, 2, 3]) }),
        Damage(name: "a shard too many", code: "shard.unknown") {
            try Data([1]).write(to: $0.appending(path: "shard-00099.jsonl.zst"))
        },
        Damage(
            name: "a frame's row moved", code: "catalog.frames",
            apply: sql("UPDATE frames SET firstRecord = firstRecord + 1 WHERE number = 1")),
        Damage(
            name: "a record's row removed", code: "catalog.records",
            apply: sql("DELETE FROM records WHERE kind = 'accepted' AND position = 3")),
        Damage(
            name: "a record's row renamed", code: "catalog.records",
            apply: sql("UPDATE records SET id = 'other' WHERE kind = 'accepted' AND position = 3")),
        Damage(
            name: "a row too many", code: "catalog.records",
            apply: sql("INSERT INTO records VALUES ('accepted', 9999, 'x', 9999, 0, 1)")),
        Damage(
            name: "a shard's sum changed", code: "catalog.shards",
            apply: sql("UPDATE shards SET records = records + 1 WHERE number = 0")),
        Damage(
            name: "a shard's hash changed", code: "shard.hash",
            apply: sql("UPDATE shards SET hash = '00' WHERE kind = 'accepted' AND number = 0")),
        Damage(
            name: "a ledger entry changed", code: "ledger.entry",
            apply: sql("UPDATE lineage SET reason = 'other' WHERE sourceRecord = 8")),
        Damage(
            name: "a ledger entry removed", code: "ledger.entry",
            apply: sql("DELETE FROM source_records WHERE position = 5")),
        Damage(
            name: "a ledger entry unreadable", code: "ledger.entry",
            apply: sql("UPDATE source_records SET counts = '[' WHERE position = 5")),
        Damage(
            name: "a count changed", code: "counts.sums",
            apply: sql("UPDATE stage_counts SET created = created + 1")),
        Damage(
            name: "the catalog removed", code: "catalog.missing",
            apply: { try FileManager.default.removeItem(at: $0.appending(path: "catalog.sqlite")) }),
        Damage(
            name: "the catalog overwritten", code: "catalog.damaged",
            apply: edit("catalog.sqlite") { bytes in
                for index in 100..<min(bytes.count, 9000) { bytes[index] = 0xA5 }
            }),
        Damage(
            name: "the catalog cut short", code: "catalog.damaged",
            apply: edit("catalog.sqlite") { $0.removeLast($0.count / 2) }),
        Damage(
            name: "the journal cut short", code: "journal.damaged",
            apply: edit("journal.log") { $0.removeLast($0.count / 3 | 1) }),
        Damage(
            name: "an answer garbled", code: "journal.damaged",
            apply: edit("journal.log") { $0[$0.count / 2] ^= 0x10 }),
        Damage(
            name: "the journal overwritten", code: "journal.damaged",
            apply: edit("journal.log") { $0 = Data(repeating: 0xA5, count: 5000) }),
        Damage(
            name: "the journal's name garbled", code: "journal.damaged",
            apply: edit("journal.log") { $0[7] ^= 1 }),
        Damage(
            name: "the catalog emptied", code: "catalog.damaged",
            apply: edit("catalog.sqlite") { $0 = Data() }),
        Damage(
            name: "a table of the catalog dropped", code: "catalog.damaged",
            apply: sql("DROP TABLE runs")),
        Damage(
            name: "the catalog's version removed", code: "catalog.damaged",
            apply: sql("DELETE FROM meta WHERE key = 'schemaVersion'")),
        Damage(
            name: "a text in place of a count", code: "catalog.values",
            apply: sql("UPDATE stage_counts SET passed = 'x' WHERE stage = 'answers'")),
        Damage(
            name: "bytes in place of a text", code: "catalog.values",
            apply: sql("UPDATE lineage SET stage = x'fffe' WHERE position = 7")),
        Damage(
            name: "a count beyond all bounds", code: "catalog.values",
            apply: sql("UPDATE stage_counts SET created = 9223372036854775807")),
        Damage(
            name: "a size beyond all bounds", code: "catalog.values",
            apply: sql("UPDATE frames SET bytes = 4611686018427387904")),
        Damage(
            name: "a hash that is none", code: "catalog.damaged",
            apply: sql("UPDATE frames SET fileHash = 'xyz' WHERE number = 1")),
        Damage(
            name: "a run's host that is not JSON", code: "catalog.damaged",
            apply: sql("UPDATE runs SET host = '{'")),
        Damage(name: "an answer that is none", code: "journal.entry") {
            let journal = try Journal(url: $0.appending(path: "journal.log"))
            try journal.put(key: [1, 2, 3], value: Array("{".utf8))
            try journal.close()
        },
    ]
}

@Suite struct `Verifying a dataset` {
    let folder: TemporaryFolder
    static let answers = 400

    init() throws {
        folder = try TemporaryFolder()
        try writeDataset(folder.url, 60)
        let journal = try Journal(url: folder.appending(path: "journal.log"))
        for number in 0..<Self.answers {
            let answer: JSON = ["text": .string(String(repeating: "answer \(number) ", count: 9))]
            try journal.put(
                key: [UInt8(number % 256), UInt8(number / 256)], value: answer.encoded())
        }
        try journal.close()
    }

    @Test func `finds nothing wrong with a sound one and changes nothing`() throws {
        let before = try files(folder.url)
        let found = try DatasetVerification(verifying: folder.url)
        #expect(found.problems.isEmpty)
        #expect(found.intactRecords == 60)
        #expect(found.intactAnswers == Self.answers)
        let repair = try DatasetRepair(repairing: folder.url)
        #expect(repair.actions.isEmpty)
        #expect(try files(folder.url) == before)
    }

    @Test(arguments: Damage.all)
    func `names the damage, mends it, and a run then brings back the same bytes`(
        damage: Damage
    ) throws {
        let (bytes, content) = (try files(folder.url), try catalogContent(folder.url))
        try damage.apply(folder.url)
        let found = try DatasetVerification(verifying: folder.url)
        #expect(!found.isIntact)
        #expect(found.problems.map(\.code).contains(damage.code), "\(found.problems)")
        let repair = try DatasetRepair(repairing: folder.url)
        #expect(repair.problems == found.problems)
        #expect(!repair.actions.isEmpty)
        #expect(repair.remaining.filter(\.isDamage).isEmpty, "\(repair.remaining)")
        try writeDataset(folder.url, 60)
        #expect(try files(folder.url) == bytes)
        #expect(try catalogContent(folder.url) == content)
        #expect(try DatasetVerification(verifying: folder.url).isIntact)
    }

    @Test func `lists by id what a repair could not keep`() throws {
        let reader = try DatasetReader(folder: folder.url)
        let frame = try #require(try reader.catalog.frames(.accepted).first { $0.shard == 1 })
        let ids = try reader.records().all().compactMap { $0["id"]?.string }
        try Damage.edit("shard-00001.jsonl.zst") { $0[4] ^= 1 }(folder.url)
        let repair = try DatasetRepair(repairing: folder.url)
        #expect(repair.lost[.accepted] == Array(ids[frame.firstRecord...]))
        #expect(repair.lost[.rejected] == nil)
        #expect(try DatasetReader(folder: folder.url).count() == frame.firstRecord)
    }

    @Test func `keeps most answers of a journal that was cut`() throws {
        try Damage.edit("journal.log") { $0.removeLast($0.count / 3 | 1) }(folder.url)
        _ = try DatasetRepair(repairing: folder.url)
        let journal = try Journal(url: folder.appending(path: "journal.log"))
        let kept = try journal.count
        #expect(kept > Self.answers / 2 && kept < Self.answers * 3 / 4)
        try journal.close()
    }

    @Test func `keeps every answer of a journal whose name is damaged`() throws {
        try Damage.edit("journal.log") { $0[3] ^= 0x20 }(folder.url)
        let repair = try DatasetRepair(repairing: folder.url)
        #expect(repair.problems.map(\.code) == ["journal.damaged"])
        let journal = try Journal(url: folder.appending(path: "journal.log"))
        #expect(try journal.count == Self.answers)
        try journal.close()
    }

    @Test func `keeps what it takes out in a folder of its own`() throws {
        let (shard, catalog, journal) = ("shard-00001.jsonl.zst", "catalog.sqlite", "journal.log")
        try Damage.edit(shard) { $0[$0.count - 9] ^= 1 }(folder.url)
        try Damage.edit(catalog) { $0.removeLast($0.count / 2) }(folder.url)
        try Damage.edit(journal) { $0[$0.count / 2] ^= 0x10 }(folder.url)
        try folder.write("shard-00099.jsonl.zst", "no frame")
        func content(_ name: String) throws -> Data {
            try Data(contentsOf: folder.appending(path: name))
        }
        let before = try [shard, catalog, journal].map(content)
        _ = try DatasetRepair(repairing: folder.url)
        let left = try content(shard)
        #expect(left.count < before[0].count)
        #expect(left + (try content("damaged/\(shard).from-\(left.count)")) == before[0])
        #expect(try content("damaged/\(catalog)") == before[1])
        #expect(try content("damaged/\(journal)") == before[2])
        #expect(try content("damaged/shard-00099.jsonl.zst") == Data("no frame".utf8))
        #expect(try DatasetVerification(verifying: folder.url).problems.isEmpty)
        // A second repair takes other names.
        try Damage.edit(journal) { $0[$0.count / 2] ^= 0x10 }(folder.url)
        _ = try DatasetRepair(repairing: folder.url)
        #expect(try content("damaged/\(journal)") == before[2])
        #expect(try !content("damaged/\(journal).2").isEmpty)
    }

    @Test func `mends a folder in which a repair was killed`() throws {
        let bytes = try files(folder.url)
        try Damage.edit("catalog.sqlite") { bytes in
            for index in 20_000..<min(bytes.count, 40_000) { bytes[index] = 0xA5 }
        }(folder.url)
        for suffix in ["", "-wal", "-shm", "-journal"] {
            try folder.write("catalog.sqlite.tmp\(suffix)", "half of a catalog")
        }
        try folder.write("journal.log.tmp", "half of a journal")
        let repair = try DatasetRepair(repairing: folder.url)
        #expect(repair.remaining.isEmpty, "\(repair.remaining)")
        try writeDataset(folder.url, 60)
        #expect(try files(folder.url) == bytes)
        #expect(try DatasetVerification(verifying: folder.url).problems.isEmpty)
    }

    @Test func `remarks on files that are not the dataset's, which is no damage`() throws {
        try folder.write("notes.txt", "mine")
        try folder.write("README.md.tmp", "half")
        let found = try DatasetVerification(verifying: folder.url)
        try folder.write("README.md.5f0c9a.tmp", "half")
        let again = try DatasetVerification(verifying: folder.url)
        #expect(found.isIntact && again.isIntact)
        #expect(found.problems.map(\.code) == ["file.leftover", "file.foreign"])
        #expect(
            again.problems.map(\.code) == ["file.leftover", "file.leftover", "file.foreign"])
        #expect(
            try DatasetRepair(repairing: folder.url).actions
                == ["removed README.md.5f0c9a.tmp", "removed README.md.tmp"])
    }

    @Test func `names answers that the journal has no longer`() throws {
        let folder = try TemporaryFolder()
        let (known, lost) = (String(repeating: "0a", count: 16), String(repeating: "1b", count: 16))
        let writer = try DatasetWriter(folder: folder.url, description: description)
        // The second answer is behind two records.
        for (number, call) in [known, lost, lost].enumerated() {
            try writer.append(row(number + 1))
            var entry = ledgerEntry(number + 1)
            entry.position = number
            entry.lineage[1].call = call
            try writer.commitSourceRecord(entry)
        }
        try writer.finish { try DatasetCard().text(for: $0) }

        let missing = try DatasetVerification(verifying: folder.url)
        #expect(missing.problems == [.forgottenAnswers(count: 2, isJournalMissing: true)])
        #expect(missing.isIntact)

        let journal = try Journal(url: folder.appending(path: "journal.log"))
        try journal.put(key: known, value: Array("1".utf8))
        let found = try ForgottenAnswers(in: folder.url, journal: journal, isJournalMissing: false)
        #expect(found.count == 1 && !found.isJournalMissing)
        try journal.close()
        #expect(
            try DatasetVerification(verifying: folder.url).problems
                == [.forgottenAnswers(count: 1, isJournalMissing: false)])
        let again = try Journal(url: folder.appending(path: "journal.log"))
        try again.put(key: lost, value: Array("2".utf8))
        try again.close()
        #expect(try DatasetVerification(verifying: folder.url).problems.isEmpty)
    }

    @Test func `is refused while a run writes there`() throws {
        let writer = try DatasetWriter(folder: folder.url, options: smallFrames)
        let expected = DatasetError.locked(folder: folder.path)
        #expect(thrown { _ = try DatasetVerification(verifying: folder.url) } == expected)
        #expect(thrown { _ = try DatasetRepair(repairing: folder.url) } == expected)
        try writer.suspend(status: "interrupted")
    }

    @Test func `says what every problem is as written`() throws {
        let shard = "shard-00001.jsonl.zst"
        let all: [DatasetProblem] = [
            .missingCatalog(shards: 3), .damagedCatalog(reason: "file is not a database"),
            .unusableCatalog(reason: "The table 'runs' is missing"),
            .unfitRows(table: "stage_counts", rows: 1),
            .missingShard(file: shard, records: 4000..<5210),
            .truncatedShard(file: shard, frame: 4, records: 812..<1004, bytes: 90, expected: 1200),
            .corruptFrame(
                file: shard, frame: 4, records: 812..<1004, expected: "88d2f11400000000",
                found: "5c1e77a000000000"),
            .unreadableFrame(
                file: shard, frame: 4, records: 812..<813,
                reason: "zstd says: Unknown frame descriptor"),
            .surplusBytes(file: shard, bytes: 1200),
            .shardHash(
                file: shard, expected: "88d2f11400000000", found: "5c1e77a000000000"),
            .unknownShard(file: shard),
            .shardSums(file: shard, sum: "records", expected: 1210, found: 1211),
            .frameOrder(kind: .accepted, frame: 2, expected: 400, found: 401),
            .recordRows(
                kind: .rejected, frame: 0, records: 0..<20,
                reason: "There are 19 rows, the frame holds 20 records"),
            .strayRows(kind: .accepted, count: 2),
            .repeatedRecord(id: "c0ffee", first: 3, second: 4000),
            .ledgerEntry(position: 1200, reason: "The entry cannot be read"),
            .stageSums(stage: "answers"),
            .stageCounts(stage: "answers", created: 10, passed: 8, rejected: 1),
            .recordCount(kind: .accepted, records: 99, counted: 100),
            .damagedJournal(reason: "48 bytes from 1,024 on are no answers"),
            .journalEntry(key: "00ff", reason: "It is not JSON"),
            .forgottenAnswers(count: 120, isJournalMissing: true),
            .forgottenAnswers(count: 1, isJournalMissing: false),
            .leftover(file: "README.md.tmp"), .foreignFile(file: "notes.txt"), .missingCard,
        ]
        var verification = try DatasetVerification(verifying: folder.url)
        verification.problems = all
        try expectSnapshot(verification.report(folder: "Datasets/p") + "\n", "verification.txt")
        verification.problems = all.filter { $0.code == "frame.corrupt" }
        try expectSnapshot(verification.json.pretty() + "\n", "verification.json")
    }
}
