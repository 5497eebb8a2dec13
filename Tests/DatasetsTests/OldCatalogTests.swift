import Foundation
import GRDB
import TestSupport
import Testing

@testable import Datasets

struct OldCatalogTests {
    private let folder: TemporaryFolder

    /// A complete dataset whose catalog is given the names that version 1 had.
    init() throws {
        folder = try TemporaryFolder()
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: smallFrames)
        try writer.run(0..<60)
        var snapshot = RunSnapshot()
        snapshot.stages = [
            .init(name: "topics", type: "read"), .init(name: "answers", type: "map"),
        ]
        try writer.note(snapshot)
        try writer.finish()
    }

    private func makeOld() throws {
        let database = try DatabaseQueue(path: folder.appending(path: "catalog.sqlite").path)
        try database.write {
            try $0.execute(
                sql: """
                    ALTER TABLE source_records RENAME TO roots;
                    ALTER TABLE lineage RENAME COLUMN sourceRecord TO root;
                    ALTER TABLE run_stages RENAME COLUMN node TO place;
                    ALTER TABLE plans RENAME COLUMN node TO place;
                    UPDATE meta SET value = '1' WHERE key = 'schemaVersion';
                    """)
        }
        try database.close()
    }

    private func bytes() throws -> Data {
        try Data(contentsOf: folder.appending(path: "catalog.sqlite"))
    }

    @Test func `are read as they are`() throws {
        let sources = try DatasetReader(folder: folder.url).sourceIDs()
        let sound = try DatasetVerification(verifying: folder.url).problems
        try makeOld()
        let old = try bytes()
        let reader = try DatasetReader(folder: folder.url)
        #expect(try reader.sourceIDs() == sources)
        #expect(try reader.sourceCount() == 60)
        #expect(try reader.lineage(ofSourceRecord: 7) == ledgerEntry(7).lineage)
        #expect(try !reader.ancestry(of: "rec00000003").isEmpty)
        #expect(try reader.isIndexed())
        #expect(try reader.snapshot()?.stages.map(\.name) == ["topics", "answers"])
        let problems = try DatasetVerification(verifying: folder.url).problems
        #expect(problems == sound, "\(problems)")
        #expect(try bytes() == old)
    }

    @Test func `get today's names when they are written to, and lose nothing`() throws {
        let content = try catalogContent(folder.url)
        try makeOld()
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: smallFrames)
        try writer.run(0..<60)
        try writer.finish()
        #expect(writer.revisions.isEmpty)
        #expect(try catalogContent(folder.url) == content)
        #expect(try DatasetReader(folder: folder.url).lineage(ofSourceRecord: 7).count > 0)
    }

    @Test func `are repaired`() throws {
        try makeOld()
        let database = try DatabaseQueue(path: folder.appending(path: "catalog.sqlite").path)
        try database.write {
            try $0.execute(sql: "UPDATE roots SET counts = '[' WHERE position = 50")
        }
        try database.close()
        let repair = try DatasetRepair(repairing: folder.url)
        #expect(!repair.problems.isEmpty)
        #expect(repair.remaining.isEmpty)
        #expect(try DatasetReader(folder: folder.url).sourceCount() == 50)
    }
}
