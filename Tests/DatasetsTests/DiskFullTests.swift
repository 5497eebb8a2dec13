import Foundation
import TestSupport
import Testing

@testable import Datasets

/// A file system in memory, small enough to be filled.
private final class SmallDisk {
    let folder: TemporaryFolder

    init?(bytes: Int) throws {
        folder = try TemporaryFolder()
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(bytes)") == 0 else { return nil }
    }

    deinit { umount2(folder.path, 2) }

    func grow(to bytes: Int) -> Bool {
        mount("tmpfs", folder.path, "tmpfs", UInt(MS_REMOUNT), "size=\(bytes)") == 0
    }
}

/// Whether this user may mount; most may not.
private let canMount = (try? SmallDisk(bytes: 1 << 20)) != nil

@Suite(.enabled(if: canMount, "needs the right to mount a tmpfs"), .serialized)
struct DiskFullTests {
    @Test(arguments: [300_000, 420_000, 600_000])
    func `a full disk is one clear error, and the run goes on when there is room`(
        size: Int
    ) throws {
        let disk = try #require(try SmallDisk(bytes: size))
        let url = disk.folder.appending(path: "dataset")
        let noise = String((0..<3000).map { Character(Unicode.Scalar(UInt8(33 + $0 * $0 % 90))) })
        let error = thrown {
            let writer = try DatasetWriter(
                folder: url,
                description: description,
                options: smallFrames
            )
            do {
                try writer.run(0..<2000, text: noise, changedFrom: 0)
            } catch {
                #expect(thrown { try writer.append(row(1)) } == error as? DatasetError)
                throw error
            }
        }
        guard case .diskFull? = error else {
            Issue.record("expected diskFull, found \(String(describing: error))")
            return
        }
        try #require(disk.grow(to: 64 << 20))
        let whole = try TemporaryFolder()
        try writeDataset(whole.url, 300, text: noise, changedFrom: 0)
        let writer = try writeDataset(url, 300, text: noise, changedFrom: 0)
        #expect(writer.damages.isEmpty)
        #expect(try files(url) == files(whole.url))
        #expect(try catalogContent(url) == catalogContent(whole.url))
    }

    @Test func `a journal on a full disk keeps its error and what was committed`() throws {
        let disk = try #require(try SmallDisk(bytes: 400_000))
        let url = disk.folder.appending(path: "journal.log")
        var generator = SystemRandomNumberGenerator()
        var kept: [[UInt8]: [UInt8]] = [:]
        let error = thrown {
            let journal = try Journal(url: url)
            for number in 0..<1000 {
                let value = (0..<4000).map { _ in UInt8.random(in: .min ... .max, using: &generator)
                }
                let key = [UInt8(number >> 8), UInt8(number & 255)]
                do {
                    try journal.put(key: key, value: value)
                    try journal.flush()
                } catch {
                    #expect(
                        thrown { try journal.put(key: key, value: value) } == error as? DatasetError
                    )
                    throw error
                }
                kept[key] = value
            }
        }
        guard case .diskFull? = error else {
            Issue.record("expected diskFull, found \(String(describing: error))")
            return
        }
        try #require(disk.grow(to: 64 << 20))
        let journal = try Journal(url: url)
        #expect(kept.count > 5)
        for (key, value) in kept { #expect(try journal.get(key: key) == value) }
    }

    @Test func `an export to a full disk leaves the old file`() throws {
        let disk = try #require(try SmallDisk(bytes: 16_384))
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let url = disk.folder.appending(path: "rows.jsonl")
        try Data("old".utf8).write(to: url)
        let error = thrown {
            _ = try Exporter.export(DatasetReader(folder: folder.url), .jsonl, to: url)
        }
        #expect(error == .diskFull(path: url.path))
        #expect(try Data(contentsOf: url) == Data("old".utf8))
        let names = try FileManager.default.contentsOfDirectory(atPath: disk.folder.path)
        #expect(names == ["rows.jsonl"])
    }
}
