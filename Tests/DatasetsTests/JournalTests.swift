import Foundation
import GRDB
import Testing

@testable import Datasets

@Suite struct JournalTests {
    private func journal(_ folder: TemporaryFolder) throws -> Journal {
        try Journal(url: folder.url.appending(path: "journal.sqlite"))
    }

    @Test(arguments: [0, 1, 511, 512, 513, 100_000])
    func `a value comes back before and after it was committed, and from another process`(
        size: Int
    ) throws {
        let folder = try TemporaryFolder()
        let value = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let first = try journal(folder)
        #expect(try first.get(key: [1, 2]) == nil)
        try first.put(key: [1, 2], value: value)
        #expect(try first.get(key: [1, 2]) == value)
        try first.flush()
        #expect(try first.get(key: "0102") == value)
        #expect(try journal(folder).get(key: [1, 2]) == value)
        #expect(first.counters.hits == 2 && first.counters.misses == 1)
    }

    @Test func `values that do not shrink are kept as they are`() throws {
        let folder = try TemporaryFolder()
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<5000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let journal = try journal(folder)
        try journal.put(key: "ff", value: noise)
        try journal.flush()
        #expect(try journal.get(key: "FF") == noise)
    }

    @Test func `many puts share few commits`() throws {
        let folder = try TemporaryFolder()
        let journal = try journal(folder)
        for number in 0..<2000 {
            try journal.put(key: [UInt8(number >> 8), UInt8(number & 255)], value: [1])
        }
        try journal.flush()
        #expect(try journal.count == 2000)
        #expect(journal.counters.puts == 2000)
        #expect(journal.counters.commits < 1000)
    }

    @Test func `a durable put can be read by another connection at once`() async throws {
        let folder = try TemporaryFolder()
        let writing = try journal(folder)
        let reading = try journal(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask {
                    let key = [UInt8(number)]
                    try await writing.putDurably(key: key, value: key)
                    #expect(try reading.get(key: key) == key)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `what was put is committed even if the journal is let go`() async throws {
        let folder = try TemporaryFolder()
        do {
            let journal = try journal(folder)
            try journal.put(key: "aa", value: [7])
            try journal.close()
            #expect(throws: DatasetError.self) { try journal.get(key: "aa") }
        }
        #expect(try journal(folder).get(key: "aa") == [7])
    }

    @Test func `a key that is not hexadecimal is refused`() throws {
        let folder = try TemporaryFolder()
        let journal = try journal(folder)
        for key in ["abc", "zz", "+1", "é "] {
            #expect(thrown { _ = try journal.get(key: key) } == .notHexadecimal(key: key))
        }
    }

    @Test func `a damaged value and a file that is no database are clear errors`() throws {
        let folder = try TemporaryFolder()
        let url = folder.url.appending(path: "journal.sqlite")
        try Journal(url: url).close()
        let database = try DatabaseQueue(path: url.path)
        try database.write {
            try $0.execute(sql: "INSERT INTO calls VALUES (x'01', 9000000000, x'28b52ffd00')")
        }
        try database.close()
        guard
            case .corruptJournal(_, "01", _)? = thrown({ _ = try Journal(url: url).get(key: "01") })
        else {
            Issue.record("expected corruptJournal")
            return
        }
        let other = try folder.write(
            "noise.sqlite",
            String(repeating: "not a database ", count: 100)
        )
        #expect(
            thrown { _ = try Journal(url: other) }
                == .damagedDatabase(path: other.path, reason: "file is not a database")
        )
    }
}
