import Foundation
import GRDB
import TestSupport
import Testing

@testable import Datasets

@Suite struct `Answers that pipelines share` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func key(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }

    /// Bytes that do not compress.
    private static func value(_ number: Int) -> [UInt8] {
        var hash = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        return (0..<4096).map { _ in
            hash ^= hash << 13
            hash ^= hash >> 7
            hash ^= hash << 17
            return UInt8(truncatingIfNeeded: hash)
        }
    }

    @Test func `are found at once, by others and later`() throws {
        let one = try AnswerCache(folder: folder.url, limitInBytes: 1 << 20)
        let other = try AnswerCache(folder: folder.url, limitInBytes: 1 << 20)
        one.put(key: Self.key(1), value: Self.value(1))
        #expect(one.get(key: Self.key(1)) == Self.value(1))
        #expect(one.get(key: Self.key(2)) == nil)
        one.flush()
        #expect(other.get(key: Self.key(1)) == Self.value(1))
        #expect((one.hits, other.hits) == (1, 1))
        one.close()
        other.close()
        let later = try AnswerCache(folder: folder.url, limitInBytes: 1 << 20)
        #expect(later.get(key: Self.key(1)) == Self.value(1))
    }

    @Test func `stay within their limit, and those used longest ago go first`() throws {
        let limit = 512 << 10
        let cache = try AnswerCache(folder: folder.url, limitInBytes: limit)
        cache.put(key: Self.key(0), value: Self.value(0))
        for number in 1..<400 {
            cache.put(key: Self.key(number), value: Self.value(number))
            _ = cache.get(key: Self.key(0))
            cache.flush()
        }
        #expect(cache.failure == nil)
        #expect(cache.get(key: Self.key(0)) == Self.value(0))
        #expect(cache.get(key: Self.key(399)) == Self.value(399))
        #expect(cache.get(key: Self.key(1)) == nil)
        #expect(cache.count > 50 && cache.count < 140)
        cache.close()
        let size = try FileManager.default.attributesOfItem(atPath: cache.url.path)[.size] as? Int
        #expect(try #require(size) <= limit * 5 / 4)
    }

    @Test func `put while others are written are written too, without a flush`() async throws {
        let cache = try AnswerCache(folder: folder.url, limitInBytes: 64 << 20)
        let other = try AnswerCache(folder: folder.url, limitInBytes: 64 << 20)
        for number in 0..<2000 {
            cache.put(key: Self.key(number), value: Self.value(number))
            if number % 100 == 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
        var found = false
        for _ in 0..<600 where !found {
            found = other.get(key: Self.key(1999)) != nil
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(found)
        cache.close()
        other.close()
    }

    @Test func `are used by many threads and connections at once`() async throws {
        let caches = try (0..<3).map { _ in
            try AnswerCache(folder: folder.url, limitInBytes: 8 << 20)
        }
        await withTaskGroup(of: Void.self) { group in
            for (index, cache) in caches.enumerated() {
                group.addTask {
                    for number in 0..<100 {
                        cache.put(key: Self.key(index * 100 + number), value: Self.value(number))
                        if number.isMultiple(of: 25) { cache.flush() }
                    }
                    cache.flush()
                }
            }
        }
        #expect(caches.allSatisfy { $0.failure == nil })
        #expect(caches[0].count == 300)
    }

    @Test(arguments: [
        "value = CAST(substr(value, 1, 9) || x'00' || substr(value, 11) AS BLOB)",
        "size = size + 1", "size = 'x'", "value = 'x'", "value = x''", "hash = hash + 1",
        "hash = 'x'", "key = CAST(x'0002' AS BLOB)",
    ])
    func `are each compared with a hash when they are used`(damage: String) throws {
        // Short values are stored as they are, without a checksum of zstd's.
        let values = [Array("{\"text\":\"It rises\"}".utf8), Self.value(7)]
        for (number, value) in values.enumerated() {
            let folder = folder.appending(path: "\(number)")
            let cache = try AnswerCache(folder: folder, limitInBytes: 1 << 20)
            cache.put(key: Self.key(1), value: value)
            cache.close()
            let database = try DatabaseQueue(path: cache.url.path)
            try database.write { try $0.execute(sql: "UPDATE answers SET \(damage)") }
            try database.close()
            let later = try AnswerCache(folder: folder, limitInBytes: 1 << 20)
            let key = damage.hasPrefix("key") ? Self.key(2) : Self.key(1)
            #expect(later.get(key: key) == nil)
            #expect(later.damaged == 1 && later.failure == nil)
            later.put(key: key, value: value)
            later.flush()
            #expect(later.get(key: key) == value)
            later.close()
        }
    }

    @Test func `put by an earlier version are found`() throws {
        let value = Array("{\"text\":\"It rises\"}".utf8)
        let database = try DatabaseQueue(path: folder.appending(path: "answers.sqlite").path)
        try database.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE answers (
                        key BLOB PRIMARY KEY NOT NULL, size INTEGER NOT NULL,
                        value BLOB NOT NULL, used REAL NOT NULL);
                    CREATE INDEX answers_by_use ON answers (used);
                    """)
            try db.execute(
                sql: "INSERT INTO answers VALUES (?, ?, ?, 1)",
                arguments: [Data(Self.key(1)), value.count, Data(value)])
        }
        try database.close()
        let cache = try AnswerCache(folder: folder.url, limitInBytes: 1 << 20)
        #expect(cache.get(key: Self.key(1)) == value)
        cache.put(key: Self.key(2), value: value)
        cache.flush()
        #expect(cache.get(key: Self.key(2)) == value)
        #expect(cache.failure == nil)
    }

    @Test func `that are damaged are out of use, and say so`() throws {
        try folder.write("answers.sqlite", Array(repeating: 0xA5, count: 9000))
        let error = thrown { _ = try AnswerCache(folder: folder.url, limitInBytes: 1 << 20) }
        guard case .damagedDatabase? = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
    }
}
