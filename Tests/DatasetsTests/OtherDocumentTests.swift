import Foundation
import GRDB
import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct `A folder with another document's dataset` {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try writeDataset(folder.url)
    }

    private static let others = [
        DatasetDescription(pipeline: "other", stages: ["topics", "answers"]),
        DatasetDescription(pipeline: "preference", stages: ["rows", "texts"]),
    ]

    @Test(arguments: others)
    func `is refused and stays as it is`(other: DatasetDescription) throws {
        let (before, catalog) = (try files(folder.url), try catalogContent(folder.url))
        let expected = DatasetError.otherDocument(
            folder: folder.path, found: "preference", expected: other.pipeline, records: 45)
        let reader = try DatasetReader(folder: folder.url)
        #expect(thrown { try reader.checkOwner(other) } == expected)
        #expect(
            thrown { _ = try DatasetWriter(folder: folder.url, description: other) } == expected)
        #expect(try files(folder.url) == before)
        #expect(try catalogContent(folder.url) == catalog)
    }

    @Test func `is written on by a document of the same name with a stage in common`() throws {
        let changed = DatasetDescription(pipeline: "preference", stages: ["answers", "scores"])
        try DatasetReader(folder: folder.url).checkOwner(changed)
        _ = try DatasetWriter(folder: folder.url, description: changed)
    }

    private static func facts(_ stages: JSONObject) -> DatasetDescription {
        let facts = stages.pairs.map { name, values in (name, ["values": values] as JSON) }
        return DatasetDescription(
            pipeline: "doc", stages: stages.keys + ["out"], stageFacts: JSONObject(facts))
    }

    private static let rows: JSON = ["type": "read", "dataset": "rows.jsonl"]

    @Test(
        arguments: [
            (["in": ["type": "read", "records": [["z": 1]]]], false),
            (["in": ["type": "filter", "input": "in", "dataset": "rows.jsonl"]], false),
            (["in": ["type": "read", "dataset": "other.jsonl"]], false),
            (["rows": rows], false),
            (["in": rows, "asked": ["type": "map", "input": "in", "set": ["a": "1"]]], true),
            (["in": ["type": "read", "dataset": "rows.jsonl", "limit": 5]], true),
        ] as [(JSONObject, Bool)])
    func `of the same name is known by what its stages do`(
        stages: JSONObject, isSame: Bool
    ) throws {
        let former = Self.facts(["in": Self.rows])
        #expect(former.mayBeContinued(by: Self.facts(stages)) == isSame)
        // Nothing is known of what an earlier version's stages do.
        var unknown = former
        unknown.stageFacts = [:]
        #expect(unknown.mayBeContinued(by: Self.facts(stages)))
    }

    @Test func `is moved as a whole, and again without losing the first`() throws {
        try folder.write("mine.txt", "x")
        try folder.write("journal.log", "calls")
        let before = try files(folder.url)
        let moved = try PreviousDataset.moveAway(in: folder.url)
        #expect(moved.lastPathComponent == "previous")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["mine.txt", "previous"])
        #expect(try files(moved) == before)
        #expect(try DatasetReader(folder: moved).records().all().count == 45)
        let journal = moved.appending(path: "journal.log")
        #expect(try String(contentsOf: journal, encoding: .utf8) == "calls")

        try writeDataset(folder.url, 8)
        let second = try PreviousDataset.moveAway(in: folder.url)
        #expect(second.lastPathComponent == "previous-2")
        #expect(try files(moved) == before)
        #expect(try DatasetReader(folder: second).count() == 6)
    }

    @Test func `is not moved while a run writes it, and its foreign README.md stays`() throws {
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: smallFrames)
        let error = thrown { _ = try PreviousDataset.moveAway(in: folder.url) }
        #expect(error == .locked(folder: folder.path))
        try writer.run(0..<60)
        try writer.finish()
        try folder.write("README.md", "# Years of work\n")
        try PreviousDataset.moveAway(in: folder.url)
        let text = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        #expect(text == "# Years of work\n")
    }

    @Test func `or another program's database is refused`() throws {
        let other = try TemporaryFolder()
        let url = other.appending(path: "catalog.sqlite")
        let database = try DatabaseQueue(path: url.path)
        try database.write { try $0.execute(sql: "CREATE TABLE birds (name TEXT)") }
        try database.close()
        let before = try Data(contentsOf: url)
        #expect(
            thrown { _ = try DatasetWriter(folder: other.url) } == .foreignDatabase(path: url.path))
        #expect(try Data(contentsOf: url) == before)
    }
}

@Suite struct `The card of a dataset` {
    private let card = "---\ntags:\n- synthetic\n- synthgen\n---\n\n# small\n"
    private let next = "---\ntags:\n- synthetic\n- synthgen\n---\n\n# small, grown\n"

    private func written(_ card: String, over present: String?) throws -> String {
        let outcome = CardFile.joining(card, to: present.map { Array($0.utf8) })
        guard case .write(let text) = outcome else {
            Issue.record("kept: \(outcome)")
            return ""
        }
        return text
    }

    private func kept(_ present: [UInt8]) -> KeptCard? {
        if case .keep(let reason) = CardFile.joining(next, to: present) { reason } else { nil }
    }

    @Test func `is written anew, and the same twice over`() throws {
        let first = try written(card, over: nil)
        #expect(first.hasPrefix(card) && first.hasSuffix("-->\n"))
        #expect(try written(card, over: first) == first)
        #expect(try written(card, over: "") == first)
        #expect(try written(next, over: first) == written(next, over: nil))
    }

    @Test(arguments: ["\n## Notes\n\nMine.\n", "no line feed at the end", "\r\n<!-- mine -->\n\n"])
    func `keeps what is written below its marker`(notes: String) throws {
        let grown = try written(next, over: written(card, over: nil) + notes)
        #expect(grown == (try written(next, over: nil)) + notes)
    }

    @Test func `is not written over another text`() throws {
        #expect(kept(Array("# My project\n".utf8)) == .notOurs)
        #expect(kept(Array("---\ntags:\n- synthetic\n---\n# Mine\n".utf8)) == .notOurs)
        #expect(kept([0xFF, 0xFE, 0x00]) == .notOurs)
    }

    @Test func `is not written over a change above its marker`() throws {
        let edited = try written(card, over: nil).replacing("# small", with: "# small\n\nBy me.")
        #expect(kept(Array(edited.utf8)) == .edited)
    }

    @Test func `of an earlier version, without a marker, gets one`() throws {
        let old = card + "\n`catalog.sqlite` says where every record came from.\n"
        let joined = try written(next, over: old + "\nMine.\n")
        #expect(try joined == written(next, over: nil) + "\nMine.\n")
    }

    @Test func `lies in the folder with a person's notes through further runs`() throws {
        let folder = try TemporaryFolder()
        try writeDataset(folder.url, 20)
        let url = folder.appending(path: "README.md")
        let first = try String(contentsOf: url, encoding: .utf8)
        try (first + "\nMine.\n").write(to: url, atomically: true, encoding: .utf8)
        try writeDataset(folder.url, 60)
        let second = try String(contentsOf: url, encoding: .utf8)
        #expect(second.contains("45 accepted") && second.hasSuffix("-->\n\nMine.\n"))
        try "# Mine\n".write(to: url, atomically: true, encoding: .utf8)
        let writer = try DatasetWriter(
            folder: folder.url, description: description, options: smallFrames)
        try writer.run(0..<60)
        #expect(try writer.finish { try DatasetCard().text(for: $0) } == .notOurs)
        #expect(try String(contentsOf: url, encoding: .utf8) == "# Mine\n")
    }
}
