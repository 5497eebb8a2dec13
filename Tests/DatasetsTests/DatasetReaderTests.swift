import Foundation
import GRDB
import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct DatasetReaderTests {
    private let folder: TemporaryFolder
    private let reader: DatasetReader

    init() throws {
        folder = try TemporaryFolder()
        try writeDataset(folder.url)
        reader = try DatasetReader(folder: folder.url)
    }

    @Test func `every record is found by its id and by its position`() throws {
        for kind in RecordKind.allCases {
            for (position, record) in try reader.records(kind).all().enumerated() {
                let expected = StoredRecord(kind: kind, position: position, object: record)
                #expect(try reader.record(id: record["id"]?.string ?? "") == expected)
                #expect(try reader.record(at: position, kind) == expected)
            }
        }
        #expect(try reader.record(at: 45) == nil)
        #expect(try reader.record(at: -1) == nil)
    }

    @Test func `a beginning of an id will do if only one record has it`() throws {
        #expect(try reader.record(id: "rec0000003b").position == 44)
        #expect(
            thrown { _ = try reader.record(id: "rec0000000") }
                == .ambiguousRecord(
                    prefix: "rec0000000",
                    matches: ["rec00000001", "rec00000002", "rec00000003"]
                )
        )
        let other = try TemporaryFolder()
        let writer = try DatasetWriter(folder: other.url)
        try writer.append(["id": "abcdef12"])
        try writer.finish()
        let single = try DatasetReader(folder: other.url)
        #expect(try single.record(id: "abcdef").position == 0)
        #expect(
            thrown { _ = try single.record(id: "abcde") }
                == .unknownRecord(id: "abcde", nearest: ["abcdef12"])
        )
    }

    @Test func `an unknown id names the nearest`() throws {
        #expect(
            thrown { _ = try reader.record(id: "rec0000003f") }
                == .unknownRecord(
                    id: "rec0000003f",
                    nearest: ["rec00000031", "rec00000032", "rec00000033"]
                )
        )
        #expect(thrown { _ = try reader.record(id: "zz") } == .unknownRecord(id: "zz", nearest: []))
        #expect(thrown { _ = try reader.ancestry(of: "") } != nil)
    }

    @Test(arguments: [1, 4, 59])
    func `the ancestry of an accepted or rejected record begins at its source`(
        number: Int
    ) throws {
        let expected = ledgerEntry(number).lineage
        #expect(try reader.ancestry(of: expected[1].id) == expected)
        #expect(try reader.ancestry(of: String(expected[1].id.prefix(11))) == expected)
        #expect(try reader.ancestry(of: expected[0].id) == [expected[0]])
        #expect(try reader.lineage(ofSourceRecord: number) == expected)
    }

    @Test func `a record of many parents, a long chain and a cycle all end`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.url)
        var rows = (0..<5000).map { number in
            LineageRow(
                id: "link\(number)",
                parents: number == 0 ? [] : ["link\(number - 1)"],
                stage: "s"
            )
        }
        rows.append(
            LineageRow(id: "joined1", parents: ["link4999", "link2", "ring001"], stage: "pair")
        )
        rows.append(LineageRow(id: "ring001", parents: ["ring002"], stage: "s"))
        rows.append(LineageRow(id: "ring002", parents: ["ring001", "nowhere"], stage: "s"))
        try writer.commitSourceRecord(
            LedgerEntry(position: 0, stage: "s", id: "link0", lineage: rows, counts: [])
        )
        try writer.finish()
        let found = try DatasetReader(folder: folder.url).ancestry(of: "joined1").map(\.id)
        #expect(found.prefix(5000) == (0..<5000).map { "link\($0)" }[...])
        #expect(found.suffix(3) == ["ring002", "ring001", "joined1"])
    }

    @Test func `the funnel adds up in document order`() throws {
        #expect(
            try reader.funnel() == [
                StageCount(stage: "topics", created: 60, passed: 60),
                StageCount(
                    stage: "answers",
                    created: 60,
                    passed: 45,
                    rejected: 15,
                    rejections: ["too short": 15]
                ),
            ]
        )
    }

    @Test func `a damaged frame is an error that names the last intact record`() throws {
        let url = folder.appending(path: "shard-00000.jsonl.zst")
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count - 3] ^= 4
        try bytes.write(to: url)
        let cursor = try reader.records()
        var count = 0
        let error = thrown { while try cursor.next() != nil { count += 1 } }
        guard case .corruptShard(url.path, count, _, _)? = error else {
            Issue.record("found \(String(describing: error)) after \(count)")
            return
        }
        #expect(try reader.record(at: 44)?.object == row(59))
        let found = try DatasetVerification(verifying: folder.url)
        guard case .corruptFrame("shard-00000.jsonl.zst", _, let lost, _, _)? = found.problems.first
        else {
            Issue.record("found \(found.problems)")
            return
        }
        #expect(lost.lowerBound == count)
        #expect(!found.isIntact)
    }

    @Test func `a tampered catalog is an error, never a wild read`() throws {
        let path = folder.appending(path: "catalog.sqlite").path
        for change in [
            "UPDATE records SET offset = 1000000", "UPDATE records SET offset = -5",
            "UPDATE records SET length = 9000000000000000000",
            "UPDATE frames SET bytes = 4, rawBytes = -1",
            "UPDATE frames SET offset = 9000000000000000",
            "UPDATE frames SET shard = 99999", "UPDATE lineage SET parents = '[', fields = 'x'",
            "UPDATE source_records SET digest = '00'", "DELETE FROM records WHERE position = 3",
        ] {
            let folder = try TemporaryFolder()
            try writeDataset(folder.url, 8)
            let catalog = folder.appending(path: "catalog.sqlite").path
            #expect(catalog != path)
            let database = try DatabaseQueue(path: catalog)
            try database.write { try $0.execute(sql: change) }
            try database.close()
            let reader = try DatasetReader(folder: folder.url)
            _ = try? reader.record(at: 3)
            _ = try? reader.records().all()
            _ = try? reader.ancestry(of: "rec00000003")
            let found = try? DatasetVerification(verifying: folder.url)
            #expect(found?.isIntact != true, "\(change)")
        }
    }

    @Test func `a catalog of another version is refused`() throws {
        let catalog = folder.appending(path: "catalog.sqlite")
        let database = try DatabaseQueue(path: catalog.path)
        try database.write {
            try $0.execute(sql: "UPDATE meta SET value = '99' WHERE key = 'schemaVersion'")
        }
        try database.close()
        let expected = DatasetError.otherSchema(path: catalog.path, found: "99", expected: "2")
        #expect(thrown { _ = try DatasetReader(folder: folder.url) } == expected)
        #expect(thrown { _ = try DatasetWriter(folder: folder.url) } == expected)
    }

    @Test func `a dataset can be read while it is written and when it is finished meanwhile`()
        throws
    {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(
            folder: folder.url,
            description: description,
            options: smallFrames
        )
        try writer.run(0..<20)
        try writer.flush()
        let reading = try DatasetReader(folder: folder.url)
        #expect(try reading.count() > 5)
        #expect(!reading.isComplete)
        try writer.run(20..<60)
        try writer.finish()
        #expect(try reading.count() == 45)
        #expect(try DatasetReader(folder: folder.url).isComplete)
    }
}
