import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite struct JournalTests {
    private func journal(_ folder: TemporaryFolder) throws -> Journal {
        try Journal(url: folder.appending(path: "journal.log"))
    }

    @Test(arguments: [0, 1, 511, 1024, 1025, 100_000])
    func `a value comes back at once, and from another process`(size: Int) throws {
        let folder = try TemporaryFolder()
        let value = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let first = try journal(folder)
        #expect(try first.get(key: [1, 2]) == nil)
        try first.put(key: [1, 2], value: value)
        #expect(try first.get(key: "0102") == value)
        // What another process reads is what a kill -9 would leave.
        let reader = try #require(try JournalReader(folder: folder.url))
        #expect(try reader.get(key: [1, 2]) == value)
        #expect(try reader.get(key: [1, 3]) == nil)
        try first.close()
        #expect(try journal(folder).get(key: [1, 2]) == value)
    }

    @Test func `values that do not shrink are kept as they are`() throws {
        let folder = try TemporaryFolder()
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<5000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let journal = try journal(folder)
        try journal.put(key: "ff", value: noise)
        #expect(try journal.get(key: "FF") == noise)
    }

    @Test func `of a key that was put twice the later value counts, also after many others`() throws
    {
        let folder = try TemporaryFolder()
        var journal = try journal(folder)
        func key(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
        for round in 0..<2 {
            for number in 0..<3000 { try journal.put(key: key(number), value: [UInt8(round)]) }
        }
        try journal.put(key: key(7), value: [9])
        for _ in 0..<2 {
            #expect(try journal.count == 6001)
            #expect(try journal.get(key: key(7)) == [9])
            for number in 8..<3000 { #expect(try journal.get(key: key(number)) == [1]) }
            #expect(try journal.get(key: key(3000)) == nil)
            try journal.close()
            journal = try self.journal(folder)
        }
    }

    @Test func `many threads put and get at once`() async throws {
        let folder = try TemporaryFolder()
        let journal = try journal(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let key = [UInt8(number), 1]
                    try journal.put(key: key, value: key)
                    #expect(try journal.get(key: key) == key)
                }
            }
            try await group.waitForAll()
        }
        try journal.flush()
        #expect(try journal.count == 200)
    }

    @Test func `is open in one process at a time, and of no use once closed`() throws {
        let folder = try TemporaryFolder()
        let journal = try journal(folder)
        #expect(
            thrown { _ = try self.journal(folder) } == .locked(folder: folder.path))
        try journal.put(key: "aa", value: [7])
        try journal.close()
        #expect(throws: DatasetError.self) { try journal.get(key: "aa") }
        #expect(try self.journal(folder).get(key: "aa") == [7])
    }

    @Test func `cut at any byte it keeps every answer before the cut, and takes others`() throws {
        let folder = try TemporaryFolder()
        let whole = try journal(folder)
        for number in 0..<4 as Range<UInt8> { try whole.put(key: [number], value: [number, 1, 2]) }
        try whole.close()
        let url = folder.appending(path: "journal.log")
        let bytes = try Data(contentsOf: url)
        for length in 16..<bytes.count {
            try bytes.prefix(length).write(to: url)
            let journal = try journal(folder)
            let kept = try journal.count
            #expect(kept == (length - 16) * 4 / (bytes.count - 16))
            try journal.put(key: [9], value: [9])
            for number in 0..<UInt8(kept) {
                #expect(try journal.get(key: [number]) == [number, 1, 2])
            }
            #expect(try journal.get(key: [9]) == [9])
            try journal.close()
        }
    }

    @Test func `passes over damage to the answers behind it`() throws {
        let folder = try TemporaryFolder()
        let whole = try journal(folder)
        for number in 0..<20 as Range<UInt8> {
            try whole.put(key: [number], value: [number, 1, 2])
        }
        try whole.close()
        let url = folder.appending(path: "journal.log")
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count / 2] ^= 0x40
        try bytes.write(to: url)
        let damaged = try journal(folder)
        #expect(try damaged.count == 19)
        let known = try (0..<20 as Range<UInt8>).filter { try damaged.get(key: [$0]) != nil }
        #expect(known.count == 19 && known.contains(0) && known.contains(19))
    }

    @Test(arguments: 0..<16)
    func `a damaged name costs no answer, and is written again`(index: Int) throws {
        let folder = try TemporaryFolder()
        let whole = try journal(folder)
        for number in 0..<4 as Range<UInt8> { try whole.put(key: [number], value: [number, 1]) }
        try whole.close()
        let url = folder.appending(path: "journal.log")
        let bytes = try Data(contentsOf: url)
        for bit in 0..<8 {
            var damaged = bytes
            damaged[index] ^= 1 << bit
            try damaged.write(to: url)
            #expect(try JournalReader(folder: folder.url)?.get(key: [3]) == [3, 1])
            let journal = try journal(folder)
            #expect(try journal.count == 4)
            #expect(try journal.get(key: [0]) == [0, 1])
            try journal.close()
            #expect(try Data(contentsOf: url) == bytes)
        }
    }

    @Test(arguments: 0..<16)
    func `a journal that was being begun is begun again`(length: Int) throws {
        let folder = try TemporaryFolder()
        try Data("synthgen journal".utf8.prefix(length))
            .write(to: folder.appending(path: "journal.log"))
        let journal = try journal(folder)
        try journal.put(key: [1], value: [2])
        #expect(try journal.get(key: [1]) == [2])
        try journal.close()
    }

    @Test func `a key that is not hexadecimal is refused`() throws {
        let folder = try TemporaryFolder()
        let journal = try journal(folder)
        for key in ["abc", "zz", "+1", "é "] {
            #expect(thrown { _ = try journal.get(key: key) } == .notHexadecimal(key: key))
        }
    }

    @Test func `a file that is no journal is a clear error`() throws {
        let folder = try TemporaryFolder()
        let other = try folder.write("noise.log", String(repeating: "not a journal ", count: 100))
        #expect(thrown { _ = try Journal(url: other) } == .notAJournal(path: other.path))
    }
}
