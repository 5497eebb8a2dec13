import Files
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Datasets

@Suite struct `Shared answers that are pruned` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A closed cache with answers of the keys; those before `now` were last used 40 days ago.
    private func fill(old: [UInt8], new: [UInt8]) throws {
        let cache = try AnswerCache(folder: folder.url, limitInBytes: 1 << 20)
        for key in old + new { cache.put(key: [key], value: [UInt8](repeating: key, count: 3_000)) }
        cache.close()
        let queue = try DatabaseQueue(path: cache.url.path)
        try queue.write { db in
            for key in old {
                try db.execute(
                    sql: "UPDATE answers SET used = ? WHERE key = ?",
                    arguments: [Date().timeIntervalSince1970 - 40 * 86_400, Data([key])])
            }
        }
        try queue.close()
    }

    private var month: Date { Date().addingTimeInterval(-30 * 86_400) }

    @Test func `are those that were not used since the day given`() throws {
        try fill(old: [1, 2], new: [3])
        #expect(try AnswerCache.contents(of: folder.url)?.count == 3)
        #expect(try AnswerCache.contents(of: folder.url, unusedSince: month)?.count == 2)
        #expect(try AnswerCache.prune(folder.url, unusedSince: month) == 2)
        let cache = try AnswerCache(folder: folder.url, limitInBytes: 1 << 20)
        #expect(cache.get(key: [1]) == nil && cache.get(key: [2]) == nil)
        #expect(cache.get(key: [3]) == [UInt8](repeating: 3, count: 3_000))
    }

    @Test func `are all of them if no day is given, and the file becomes small`() throws {
        try fill(old: [], new: Array(0..<200))
        let before = try #require(try AnswerCache.contents(of: folder.url)).bytes
        #expect(try AnswerCache.prune(folder.url, unusedSince: nil) == 200)
        let after = try #require(try AnswerCache.contents(of: folder.url))
        #expect(after.count == 0 && after.lastUsed == nil && after.bytes < before)
    }

    @Test func `are none while a cache is open`() throws {
        try fill(old: [1], new: [])
        let cache = try AnswerCache(folder: folder.url, limitInBytes: 1 << 20)
        #expect(try AnswerCache.contents(of: folder.url)?.isInUse == true)
        #expect(try AnswerCache.prune(folder.url, unusedSince: nil) == nil)
        #expect(cache.get(key: [1]) != nil)
        cache.close()
        #expect(try AnswerCache.contents(of: folder.url)?.isInUse == false)
        #expect(try AnswerCache.prune(folder.url, unusedSince: nil) == 1)
    }

    @Test func `are none where no answers are, and nothing is made there`() throws {
        #expect(try AnswerCache.contents(of: folder.url) == nil)
        #expect(try AnswerCache.prune(folder.url, unusedSince: nil) == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `in a damaged file are an error that names it`() throws {
        try folder.write("answers.sqlite", "this is no database, but long enough to be read as one")
        let error = #expect(throws: DatasetError.self) {
            try AnswerCache.contents(of: folder.url)
        }
        #expect("\(try #require(error))".contains("answers.sqlite"))
    }
}
