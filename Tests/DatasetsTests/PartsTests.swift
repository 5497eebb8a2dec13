import Foundation
import JSON
import TestSupport
import Testing

@testable import Datasets

/// A description with parts; every fifth record is held out.
private func divided(_ parts: [String] = ["train", "test"]) -> DatasetDescription {
    var divided = description
    divided.parts = parts
    return divided
}

private func part(_ number: Int) -> String { number.isMultiple(of: 5) ? "test" : "train" }

extension DatasetWriter {
    /// Appends what `numbers` give, each to its part.
    fileprivate func runParts(_ numbers: Range<Int>, changedFrom: Int = .max) throws {
        for number in numbers {
            let text = number >= changedFrom ? "other" : ""
            if number.isMultiple(of: 4) {
                try appendRejected(rejectedRow(number))
            } else {
                try append(row(number, text: text), part: part(number))
            }
            try commitSourceRecord(ledgerEntry(number, text: text))
        }
    }
}

@discardableResult
private func writeParts(
    _ folder: URL, _ count: Int = 60, changedFrom: Int = .max
) throws -> DatasetWriter {
    let writer = try DatasetWriter(folder: folder, description: divided(), options: smallFrames)
    try writer.runParts(0..<count, changedFrom: changedFrom)
    try writer.finish { try DatasetCard().text(for: $0) }
    return writer
}

private func rows(_ name: String, of count: Int = 60) -> [JSONObject] {
    (0..<count).filter { !$0.isMultiple(of: 4) && part($0) == name }.map { row($0) }
}

@Suite struct `A dataset with parts` {
    @Test func `has shards for each part, and readers take all or one`() throws {
        let folder = try TemporaryFolder()
        try writeParts(folder.url)
        let reader = try DatasetReader(folder: folder.url)
        #expect(reader.parts == ["train", "test"])
        #expect(try reader.count() == 45)
        #expect(try reader.count(.part("test")) == 9)
        #expect(try reader.records().all() == rows("train") + rows("test"))
        #expect(try reader.records(.part("test")).all() == rows("test"))
        #expect(try reader.records(.rejected).all().count == 15)
        #expect(try reader.partCounts().map(\.records) == [36, 9])
        for (position, expected) in (rows("train") + rows("test")).enumerated() {
            #expect(try reader.record(at: position)?.object == expected)
            let id = try #require(expected["id"]?.string)
            let found = try reader.record(id: id)
            #expect(found.object == expected)
            #expect(found.kind == (position < 36 ? .part("train") : .part("test")))
        }
        #expect(try reader.record(at: 45) == nil)
        #expect(try reader.ancestry(of: row(5)["id"]?.string ?? "").count == 2)
        let names = Set(try files(folder.url).keys.map { $0.prefix { $0 != "-" && $0 != "." } })
        #expect(names == ["train", "test", "rejected", "README"])
        #expect(Set(try reader.shards().map(\.kind.rawValue)) == ["train", "test", "rejected"])
        let statistics = try DatasetStatistics(reader)
        #expect(statistics.accepted == 45)
        #expect(statistics.text.contains("Parts\n  train  36\n  test    9\n"))
        #expect(statistics.json["parts"] == ["train": 36, "test": 9])
        #expect(try DatasetVerification(verifying: folder.url).problems == [])
    }

    @Test func `says how many records of all parts came out as they were`() throws {
        let folder = try TemporaryFolder()
        let first = try writeParts(folder.url)
        #expect(first.recordsBefore == 0 && first.unchangedRecords == 0)
        let same = try writeParts(folder.url)
        #expect(same.recordsBefore == 45 && same.unchangedRecords == 45)
        let changed = try writeParts(folder.url, changedFrom: 41)
        #expect(changed.recordsBefore == 45)
        let kept = ["train", "test"].map { name in
            changed.revisions.first { $0.sequence == name }?.from ?? 0
        }
        #expect(kept == [(0..<41).count { !$0.isMultiple(of: 4) && part($0) == "train" }, 6])
        #expect(changed.unchangedRecords == kept[0] + kept[1])
        let fewer = try writeParts(folder.url, 20, changedFrom: 41)
        #expect(fewer.unchangedRecords == 15)
    }

    @Test func `takes no stranger's file for a shard of a new part`() throws {
        let folder = try TemporaryFolder()
        let stranger = try folder.write("test-00000.jsonl.zst", "precious")
        let expected = DatasetError.foreignShard(path: stranger.path)
        #expect(
            thrown { _ = try DatasetWriter(folder: folder.url, description: divided()) } == expected
        )
        // Neither in a dataset without parts, which is divided now.
        try FileManager.default.removeItem(at: stranger)
        try writeDataset(folder.url)
        try folder.write("test-00000.jsonl.zst", "precious")
        let before = try files(folder.url)
        #expect(
            thrown { _ = try DatasetWriter(folder: folder.url, description: divided()) } == expected
        )
        #expect(try files(folder.url) == before)
        try FileManager.default.removeItem(at: stranger)
        try writeParts(folder.url)
        #expect(try DatasetReader(folder: folder.url).count() == 45)
    }

    @Test func `is read by part with and without its catalog`() throws {
        let folder = try TemporaryFolder()
        try writeParts(folder.url)
        for _ in 0..<2 {
            #expect(try RecordReader(url: folder.url).all() == rows("train") + rows("test"))
            #expect(try RecordReader(url: folder.url, part: "test").all() == rows("test"))
            #expect(
                thrown { _ = try RecordReader(url: folder.url, part: "tset") }
                    == .unknownPart(path: folder.url.path, part: "tset", parts: ["train", "test"]))
            try? FileManager.default.removeItem(at: folder.appending(path: "catalog.sqlite"))
        }
        var seen: [JSONObject] = []
        _ = try DatasetSurvey(of: folder.url) { if $0 == .accepted { seen.append($1) } }
        #expect(seen == rows("train") + rows("test"))
    }

    @Test func `says of a file or a dataset without parts that it has none`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let error = try #require(thrown { _ = try RecordReader(url: folder.url, part: "test") })
        #expect(error == .unknownPart(path: folder.url.path, part: "test", parts: []))
        #expect(
            error.description.hasSuffix(
                """
                : no part 'test'
                  It is not divided into parts.
                  help: `export --split` makes parts, and so does "parts" in the `write` stage
                """))
        let file = try folder.write("rows.jsonl", "{}\n")
        #expect(
            thrown { _ = try RecordReader(url: file, part: "test") }
                == .unknownPart(path: file.path, part: "test", parts: []))
    }

    @Test(arguments: [1, 7, 30, 59])
    func `has the same bytes after a run that was stopped anywhere`(stop: Int) throws {
        let (whole, stopped) = (try TemporaryFolder(), try TemporaryFolder())
        try writeParts(whole.url)
        let first = try DatasetWriter(
            folder: stopped.url, description: divided(), options: smallFrames)
        try first.runParts(0..<stop)
        try first.suspend(status: "interrupted")
        #expect(try DatasetReader(folder: stopped.url).count() == (0..<stop).count { $0 % 4 != 0 })
        try writeParts(stopped.url)
        #expect(try files(stopped.url) == files(whole.url))
        #expect(try catalogContent(stopped.url) == catalogContent(whole.url))
    }

    @Test func `keeps its beginning when more records come or later ones change`() throws {
        let (grown, whole) = (try TemporaryFolder(), try TemporaryFolder())
        try writeParts(grown.url, 30)
        #expect(try writeParts(grown.url).revisions == [])
        try writeParts(whole.url)
        #expect(try files(grown.url) == files(whole.url))

        let revisions = try writeParts(grown.url, changedFrom: 40).revisions
        #expect(Set(revisions.map(\.sequence)) == ["train", "test", "ledger"])
        #expect(try DatasetVerification(verifying: grown.url).problems == [])
        try writeParts(grown.url)
        #expect(try files(grown.url) == files(whole.url))
        #expect(try catalogContent(grown.url) == catalogContent(whole.url))
    }

    @Test func `takes the place of an undivided one, and the other way round`() throws {
        let (folder, undivided, parts) = (
            try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder()
        )
        try writeDataset(undivided.url)
        try writeParts(parts.url)
        try writeDataset(folder.url)
        let revisions = try writeParts(folder.url).revisions
        #expect(revisions.contains { $0.sequence == "accepted" && $0.reason == .parts })
        #expect(try catalogContent(folder.url) == catalogContent(parts.url))
        #expect(Set(try files(folder.url).keys) == Set(try files(parts.url).keys))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/replaced"))
        try writeDataset(folder.url)
        #expect(try catalogContent(folder.url) == catalogContent(undivided.url))
        #expect(try files(folder.url) == files(undivided.url))
    }

    @Test func `is mended part by part`() throws {
        let (folder, whole) = (try TemporaryFolder(), try TemporaryFolder())
        try writeParts(folder.url)
        try writeParts(whole.url)
        let shard = folder.appending(path: "train-00000.jsonl.zst")
        var bytes = try Data(contentsOf: shard)
        bytes[bytes.count / 2] ^= 0xFF
        try bytes.write(to: shard)
        #expect(try !DatasetVerification(verifying: folder.url).isIntact)
        let repair = try DatasetRepair(repairing: folder.url)
        #expect(repair.lost[.part("train")]?.isEmpty == false)
        #expect(repair.lost[.part("test")] == nil)
        #expect(repair.report(folder: "d").contains("(train)"))
        #expect(try DatasetReader(folder: folder.url).records(.part("test")).all() == rows("test"))
        try writeParts(folder.url)
        #expect(try files(folder.url) == files(whole.url))
    }

    @Test func `gets a lost catalog back with its parts`() throws {
        let folder = try TemporaryFolder()
        try writeParts(folder.url)
        try FileManager.default.removeItem(at: folder.appending(path: "catalog.sqlite"))
        guard case .notADataset? = thrown({ _ = try DatasetWriter(folder: folder.url) }) else {
            Issue.record("a run must not write over shards without a catalog")
            return
        }
        let repair = try DatasetRepair(repairing: folder.url)
        #expect(repair.lost.isEmpty)
        let reader = try DatasetReader(folder: folder.url)
        #expect(reader.parts == ["train", "test"])
        #expect(try reader.records().all() == rows("train") + rows("test"))
    }

    @Test func `does not believe a damaged catalog's name of a part`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let before = try files(folder.url)
        let catalog = try Catalog.create(at: folder.appending(path: "catalog.sqlite"))
        try catalog.write {
            try $0.execute(sql: "UPDATE frames SET kind = 'acceptedd' WHERE kind = 'accepted'")
        }
        try catalog.settle()
        try catalog.close()
        #expect(try !DatasetVerification(verifying: folder.url).isIntact)
        #expect(try DatasetRepair(repairing: folder.url).lost.isEmpty)
        let reader = try DatasetReader(folder: folder.url)
        #expect(reader.parts == [])
        #expect(try reader.count() == 45)
        try writeDataset(folder.url)
        #expect(try files(folder.url) == before)
    }

    @Test func `moves away as a whole`() throws {
        let folder = try TemporaryFolder()
        try writeParts(folder.url)
        let before = try files(folder.url)
        let previous = try PreviousDataset.moveAway(in: folder.url)
        #expect(try files(previous) == before)
        #expect(try files(folder.url).isEmpty)
    }

    @Test func `leaves a stranger's file alone that is called like a part's shard`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let file = try folder.write("test-00000.jsonl.zst", "mine")
        try writeDataset(folder.url, 80)
        #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
        let problems = try DatasetVerification(verifying: folder.url).problems
        #expect(problems == [.foreignFile(file: "test-00000.jsonl.zst")])
    }

    @Test func `has a card with the splits that have files`() throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(
            folder: folder.url, description: divided(["train", "validation", "test"]),
            options: smallFrames)
        try writer.runParts(0..<60)
        try writer.finish { try DatasetCard().text(for: $0) }
        let card = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        #expect(
            card.contains(
                """
                  - split: train
                    path: train-*.jsonl.zst
                  - split: test
                    path: test-*.jsonl.zst
                ---
                """))
        #expect(!card.contains("shard-*"))
    }
}

@Suite struct `A dataset without parts` {
    @Test func `has the file names and rows that it always had`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url)
        let names = Set(try files(folder.url).keys.map { $0.prefix { $0 != "-" && $0 != "." } })
        #expect(names == ["shard", "rejected", "README"])
        let reader = try DatasetReader(folder: folder.url)
        #expect(reader.parts == [])
        #expect(try reader.partCounts() == [])
        #expect(try reader.catalog.meta()["parts"] == nil)
        #expect(Set(try reader.shards().map(\.kind)) == [.accepted, .rejected])
        #expect(try DatasetStatistics(reader).json["parts"] == nil)
    }
}

@Suite struct `The name of a part` {
    @Test(arguments: ["train", "test", "validation", "dev2", "B_side"])
    func `is one that the Hub takes`(name: String) {
        #expect(RecordKind.isPartName(name))
        #expect(RecordKind(rawValue: name) == .part(name))
        let shard = DatasetFolder.shardName(.part(name), 3)
        #expect(DatasetFolder.shard(named: shard)?.kind == .part(name))
    }

    @Test(arguments: [
        "", "2nd", "a-b", "a.b", "a b", "../x", "é", "all", "Shard", "rejected", "accepted",
        String(repeating: "x", count: 41),
    ])
    func `is no other`(name: String) { #expect(!RecordKind.isPartName(name)) }
}
