import Foundation
import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct `What an export takes` {
    private let folder: TemporaryFolder
    private let reader: DatasetReader

    init() throws {
        folder = try TemporaryFolder()
        var parts = description
        parts.parts = ["train", "test"]
        let writer = try DatasetWriter(
            folder: folder.appending(path: "d"), description: parts, options: smallFrames)
        for number in 0..<20 {
            try writer.append(row(number), part: number.isMultiple(of: 4) ? "test" : "train")
        }
        try writer.finish()
        reader = try DatasetReader(folder: folder.appending(path: "d"))
    }

    private func ids(_ name: String) throws -> [String] {
        try RecordReader(url: folder.appending(path: name)).all().compactMap { $0["id"]?.string }
    }

    private func ids(of numbers: [Int]) -> [String] {
        numbers.compactMap { row($0)["id"]?.string }
    }

    @Test(arguments: ["rows.jsonl", "rows.jsonl.zst", "rows.parquet"])
    func `is a file for each part`(name: String) throws {
        let report = try Exporter.export(reader, .jsonl, to: folder.appending(path: name))
        let names = ["train", "test"].map { name.replacing("rows", with: "rows-\($0)") }
        #expect(report.files.map(\.lastPathComponent) == names)
        #expect(report.parts.map(\.records) == [15, 5])
        #expect(report.written == 20)
        #expect(try ids(names[1]) == ids(of: [0, 4, 8, 12, 16]))
        #expect(try ids(names[0]).count == 15)
    }

    @Test func `is one part, or records for which a condition holds`() throws {
        let url = folder.appending(path: "rows.jsonl")
        let report = try Exporter.export(
            reader, .jsonl, to: url,
            ExportSelection(part: "test", condition: { $0["task"] == "math" }))
        #expect(report.parts.isEmpty)
        #expect(try ids("rows.jsonl") == ids(of: [0, 12]))
        let none = thrown {
            _ = try Exporter.export(
                reader, .jsonl, to: url, ExportSelection(part: "test", condition: { _ in false }))
        }
        #expect(
            none == .nothingToExport(path: reader.url.path, leftOut: [:], unselected: 5))
        #expect(none?.description.contains("The condition holds for none of 5 records.") == true)
        #expect(try ids("rows.jsonl") == ids(of: [0, 12]))
    }

    @Test func `is divided as asked`() throws {
        let split = ExportSelection.Split(names: ["train", "dev"]) { record in
            record["id"] == row(7)["id"] ? "dev" : "train"
        }
        let report = try Exporter.export(
            reader, .jsonl, to: folder.appending(path: "new/rows.jsonl"),
            ExportSelection(part: "train", split: split))
        #expect(report.parts.map(\.records) == [14, 1])
        #expect(try ids("new/rows-dev.jsonl") == ids(of: [7]))
    }

    @Test func `replaces no file unless told, and then no file of another part`() throws {
        let precious = try folder.write("rows-test.jsonl", "precious")
        let url = folder.appending(path: "rows.jsonl")
        let selection = ExportSelection(replacesFiles: false)
        #expect(
            thrown { _ = try Exporter.export(reader, .jsonl, to: url, selection) }
                == .outputExists(path: precious.path))
        #expect(try String(contentsOf: precious, encoding: .utf8) == "precious")
        #expect(
            !FileManager.default.fileExists(atPath: folder.appending(path: "rows-train.jsonl").path)
        )
        _ = try Exporter.export(reader, .jsonl, to: url)
        #expect(try ids("rows-test.jsonl").count == 5)
    }

    @Test func `is not several parts on standard output`() throws {
        let error = try #require(thrown { _ = try Exporter.export(reader, .jsonl, to: "-") })
        #expect(error == .partsToStandardOutput(parts: ["train", "test"]))
        #expect(error.description.contains("--part"))
    }

    @Test func `of one part may go to standard output`() throws {
        #expect(try ExportPath.paths(of: ["train"], at: "-") == ["-"])
        #expect(try ExportPath.paths(of: [""], at: "-") == ["-"])
        #expect(try ExportPath.paths(of: ["train"], at: "a.jsonl") == ["a-train.jsonl"])
        #expect(try ExportPath.paths(of: [""], at: "a.jsonl") == ["a.jsonl"])
    }

    @Test(arguments: [
        ("rows.jsonl", "rows-test.jsonl"), ("a/b.c/rows.jsonl.zst", "a/b.c/rows-test.jsonl.zst"),
        ("rows", "rows-test"), ("/x/v1.2.parquet", "/x/v1.2-test.parquet"),
        (".jsonl", ".jsonl-test"),
    ])
    func `has the part's name before the endings`(path: String, expected: String) {
        #expect(ExportPath.inserting("test", into: path) == expected)
    }
}

@Suite struct `A package for the Hub` {
    private let folder: TemporaryFolder
    private let reader: DatasetReader
    private var output: URL { folder.appending(path: "upload") }

    init() throws {
        folder = try TemporaryFolder()
        try writeDataset(folder.appending(path: "d"))
        reader = try DatasetReader(folder: folder.appending(path: "d"))
    }

    @Test func `has the rows and the card, and nothing else`() throws {
        let card = folder.appending(path: "d/README.md")
        let text = try String(contentsOf: card, encoding: .utf8)
        try Data((text + "\nMy own words.\n").utf8).write(to: card)
        let report = try DatasetPackage.make(of: reader, in: output)
        #expect(report.records == 45)
        let names = try FileManager.default.contentsOfDirectory(atPath: output.path).sorted()
        #expect(names == report.files.sorted())
        #expect(names.allSatisfy { $0 == "README.md" || $0.hasPrefix("shard-") })
        #expect(try RecordReader(url: output).all() == reader.records().all())
        let packed = try String(
            contentsOf: output.appending(path: "README.md"), encoding: .utf8)
        #expect(packed.hasPrefix("---\nlicense: \"apache-2.0\"\n"))
        #expect(packed.hasSuffix("My own words.\n"))
        #expect(!packed.contains("catalog.sqlite") && !packed.contains("<!-- synthgen"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["d", "upload"])
    }

    @Test func `replaces an earlier package on request, and no other folder`() throws {
        _ = try DatasetPackage.make(of: reader, in: output)
        guard case .folderInUse? = thrown({ _ = try DatasetPackage.make(of: reader, in: output) })
        else {
            Issue.record("a package was replaced")
            return
        }
        let first = try files(output)
        _ = try DatasetPackage.make(of: reader, in: output, replacesPackage: true)
        #expect(try files(output) == first)
        try folder.write("upload/notes.txt", "precious")
        let error = thrown {
            _ = try DatasetPackage.make(of: reader, in: output, replacesPackage: true)
        }
        #expect(error == .folderInUse(path: output.path, found: ["notes.txt"]))
        #expect(try files(output) == first)
    }

    @Test func `is refused of an unfinished or damaged dataset`() throws {
        let url = folder.appending(path: "half")
        let writer = try DatasetWriter(folder: url, description: description)
        try writer.run(0..<10)
        try writer.suspend(status: "interrupted")
        let half = try DatasetReader(folder: url)
        guard
            case .unfinishedDataset? = thrown({ _ = try DatasetPackage.make(of: half, in: output) })
        else {
            Issue.record("an unfinished dataset was packaged")
            return
        }
        let report = try DatasetPackage.make(of: half, in: output, takesUnfinished: true)
        #expect(report.records == 7)

        let shard = folder.appending(path: "d/shard-00000.jsonl.zst")
        var bytes = try Data(contentsOf: shard)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: shard)
        let other = folder.appending(path: "other")
        #expect(thrown { _ = try DatasetPackage.make(of: reader, in: other) } != nil)
        #expect(!FileManager.default.fileExists(atPath: other.path))
    }
}

@Suite struct `Errors of exports and packages` {
    @Test(arguments: [
        (
            DatasetError.outputExists(path: "rows.jsonl"),
            """
            rows.jsonl: there is a file already
              Nothing was written.
              help: write to another name, or replace it with --replace
            """
        ),
        (
            .folderInUse(path: "upload", found: ["notes.txt"]),
            """
            upload: the folder is not empty
              Found: notes.txt.
              help: write to another folder; --replace replaces an earlier package, and nothing else
            """
        ),
        (
            .unfinishedDataset(folder: "d", state: "not complete: 5 of 8 records"),
            """
            d: not complete: 5 of 8 records
              Others would take it for the whole dataset.
              help: finish it with the same `synthgen run`, or take what is there with --unfinished
            """
        ),
        (
            .unknownPart(path: "d", part: "tset", parts: ["train", "test"]),
            """
            d: no part 'tset'
              Its parts are train, test.
              help: did you mean 'test'?
            """
        ),
        (
            .partsToStandardOutput(parts: ["train", "test"]),
            """
            standard output takes one part, there are train, test
              Written one after the other, nobody could tell them apart.
              help: choose one with --part, or write to a file
            """
        ),
        (
            .nothingToExport(path: "d", leftOut: ["no answer": 1], unselected: 4),
            """
            d: nothing to export, no file was written
              The condition holds for none of 4 records.
              1 record left out: no answer.
              help: `synthgen show --where` tries a condition
            """
        ),
    ])
    func `read as written`(error: DatasetError, text: String) {
        #expect("\(error)" == text)
    }
}
