import Foundation
import GRDB
import TestSupport
import Testing

@testable import Datasets

/// What a process leaves that is killed while it changes a database outside of write-ahead mode.
@Suite struct `A database that was being changed at a kill` {
    /// Copies a folder at a moment at which half of a transaction is in the database's file, and
    /// the rollback journal beside it.
    private func copy(
        _ folder: TemporaryFolder, _ name: String, to copy: URL, changing change: String
    ) throws {
        let database = folder.appending(path: name)
        let queue = try DatabaseQueue(path: database.path)
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1")
            try db.execute(sql: "BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS other (text)")
            // More than the cache holds, so that pages reach the file.
            for number in 0..<300 {
                try db.execute(
                    sql: "INSERT INTO other VALUES (?)",
                    arguments: [String(repeating: "\(number)", count: 500)])
            }
            try db.execute(sql: change)
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
                try FileManager.default.copyItem(
                    at: folder.appending(path: file), to: copy.appending(path: file))
            }
            try db.execute(sql: "ROLLBACK")
        }
        try queue.close()
        try #require(journal(of: copy.appending(path: name)) > 0)
    }

    /// The size of a database's rollback journal.
    private func journal(of database: URL) -> Int {
        let path = database.path + "-journal"
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return size ?? 0
    }

    @Test(arguments: ["read", "checked", "continued"])
    func `is used as it was before`(use: String) throws {
        let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
        try writeDataset(whole.url)
        let (rows, catalog) = (try files(whole.url), try catalogContent(whole.url))
        try copy(whole, "catalog.sqlite", to: broken.url, changing: "DELETE FROM records")
        switch use {
        case "read":
            #expect(try DatasetReader(folder: broken.url).records().all().count == 45)
        case "checked":
            #expect(try DatasetVerification(verifying: broken.url).problems.isEmpty)
        default:
            try writeDataset(broken.url)
        }
        #expect(journal(of: broken.appending(path: "catalog.sqlite")) == 0)
        #expect(try files(broken.url) == rows)
        #expect(try catalogContent(broken.url) == catalog)
    }

    @Test func `is begun anew if it had nothing yet`() throws {
        let (fresh, empty, broken) = (
            try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder()
        )
        try writeDataset(fresh.url)
        try copy(empty, "catalog.sqlite", to: broken.url, changing: "CREATE TABLE meta (key)")
        try writeDataset(broken.url)
        #expect(try files(broken.url) == files(fresh.url))
        #expect(try catalogContent(broken.url) == catalogContent(fresh.url))
    }

    @Test func `has nothing yet if its tables are not there`() throws {
        let (fresh, begun) = (try TemporaryFolder(), try TemporaryFolder())
        try begun.write("catalog.sqlite", "")
        let error = #expect(throws: DatasetError.self) { try DatasetReader(folder: begun.url) }
        #expect(error == .nothingYet(folder: begun.url.path))
        #expect(try DatasetVerification(verifying: begun.url).isIntact)
        // With shards it is a catalog that was lost.
        try writeDataset(fresh.url)
        try FileManager.default.copyItem(
            at: fresh.appending(path: "shard-00000.jsonl.zst"),
            to: begun.appending(path: "shard-00000.jsonl.zst"))
        #expect(try !DatasetVerification(verifying: begun.url).isIntact)
    }

    @Test func `tells its shared answers`() throws {
        let (whole, broken) = (try TemporaryFolder(), try TemporaryFolder())
        let cache = try AnswerCache(folder: whole.url, limitInBytes: 1 << 20)
        cache.put(key: [1], value: [2, 3])
        cache.close()
        try copy(
            whole, cache.url.lastPathComponent, to: broken.url, changing: "DELETE FROM answers")
        #expect(try AnswerCache.contents(of: broken.url)?.count == 1)
        #expect(try AnswerCache(folder: broken.url, limitInBytes: 1 << 20).get(key: [1]) == [2, 3])
    }
}
