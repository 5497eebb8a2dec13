import Foundation
import JSON
import TestSupport
import Testing

@testable import Datasets

@Suite struct ExporterTests {
    /// A plain pair, one with a system prompt and several turns, one of strings, and some that formats refuse.
    private static let records: [JSONObject] = [
        row(1),
        [
            "id": "multi-turn",
            "prompt": [
                ["role": "system", "content": "Be brief."], ["role": "user", "content": "Hi"],
                ["role": "assistant", "content": "Hello", "reward": 2],
                ["role": "user", "content": "More"],
            ],
            "chosen": [["role": "assistant", "content": "Sure"]],
            "rejected": [["role": "assistant", "content": "No"]],
            "chosen_reward": 4, "rejected_reward": 1.5, "margin": 2.5,
        ],
        ["id": "strings", "prompt": "Why?", "chosen": "Because \"é\"\n.", "rejected": "Dunno"],
        [
            "id": "long answer", "prompt": "Talk",
            "chosen": [
                ["role": "assistant", "content": "a"], ["role": "user", "content": "b"],
                ["role": "assistant", "content": "c"],
            ],
            "rejected": "d",
        ],
        ["id": "no pair", "prompt": "Only a prompt", "response": "and an answer"],
        [
            "id": "conversation",
            "messages": [
                ["role": "user", "content": "q"], ["role": "assistant", "content": "a"],
            ],
        ],
        [
            "id": "tool",
            "prompt": [["role": "user", "content": "q"], ["role": "tool", "content": "42"]],
            "chosen": "a", "rejected": "b",
        ],
        [
            "id": "ends with an answer",
            "prompt": [["role": "user", "content": "q"], ["role": "assistant", "content": "a"]],
            "chosen": "x", "rejected": "y",
        ],
        ["id": "odd", "prompt": 7, "chosen": [["role": "assistant"]], "rejected": []],
    ]

    /// Rows for SFT: several turns behind a system prompt, one turn, a prompt with its answer; and two
    /// that no trainer takes, or not every one.
    private static let conversations: [JSONObject] = [
        [
            "id": "dialogue", "kind": "sft", "turns": 2, "personality": "terse",
            "messages": [
                ["role": "system", "content": "Be brief."], ["role": "user", "content": "Why?"],
                ["role": "assistant", "content": "Because \"é\"\n."],
                ["role": "user", "content": "And?"], ["role": "assistant", "content": "So."],
            ],
        ],
        [
            "id": "one turn", "kind": "sft",
            "messages": [
                ["role": "user", "content": "q"], ["role": "assistant", "content": "a"],
            ],
        ],
        ["id": "apart", "prompt": "Only a prompt", "response": "and an answer"],
        [
            "id": "unanswered", "kind": "sft",
            "messages": [["role": "user", "content": "q"]],
        ],
        [
            "id": "answers first", "kind": "sft",
            "messages": [
                ["role": "assistant", "content": "Hello"], ["role": "user", "content": "q"],
                ["role": "assistant", "content": "a"],
            ],
        ],
        row(2),
    ]

    private func dataset(_ records: [JSONObject] = records) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.url, options: smallFrames)
        for record in records { try writer.append(record) }
        try writer.finish()
        return folder
    }

    @Test(arguments: ExportFormat.allCases)
    func `rows are written as the trainer reads them, and what is left out is counted`(
        format: ExportFormat
    ) throws {
        try expectRows(of: Self.records, in: format, "export-\(format.rawValue).txt")
    }

    @Test(arguments: ExportFormat.allCases)
    func `conversations are written as the trainer's rows for SFT`(format: ExportFormat) throws {
        try expectRows(of: Self.conversations, in: format, "export-sft-\(format.rawValue).txt")
    }

    private func expectRows(
        of records: [JSONObject], in format: ExportFormat, _ snapshot: String
    ) throws {
        let folder = try dataset(records)
        let reader = try DatasetReader(folder: folder.url)
        let output = folder.appending(path: "out/\(format.rawValue).jsonl")
        let report = try Exporter.export(reader, format, to: output)
        #expect(report.written + report.skipped.values.reduce(0, +) == records.count)
        var text = try String(decoding: Data(contentsOf: output), as: UTF8.self)
        text += report.skipped.sorted { $0.key < $1.key }.map { "skipped \($0.value): \($0.key)\n" }
            .joined()
        for file in report.files.dropFirst() {
            text += try String(decoding: Data(contentsOf: file), as: UTF8.self)
        }
        try expectSnapshot(text, snapshot)

        let packed = folder.appending(path: "out/\(format.rawValue).jsonl.zst")
        #expect(try Exporter.export(reader, format, to: packed).written == report.written)
        #expect(try RecordReader(url: packed).all() == RecordReader(url: output).all())
    }

    /// Rows whose answers are whole conversations, as UltraFeedback's binarized ones.
    private static let whole: [JSONObject] = [
        [
            "id": "string", "prompt": "Q\n",
            "chosen": [["role": "user", "content": "Q"], ["role": "assistant", "content": "A"]],
            "rejected": [
                ["role": "user", "content": "Q"], ["role": "assistant", "content": "B"],
            ],
        ],
        [
            "id": "messages",
            "prompt": [["role": "system", "content": "S"], ["role": "user", "content": "Q"]],
            "chosen": [
                ["role": "system", "content": "S"], ["role": "user", "content": "Q"],
                ["role": "assistant", "content": "A"],
            ],
            "rejected": [
                ["role": "user", "content": "Q"], ["role": "assistant", "content": "B"],
            ],
        ],
        ["id": "apart", "prompt": "Q", "chosen": "A", "rejected": "B"],
        [
            "id": "other", "prompt": "Q",
            "chosen": [["role": "user", "content": "P"], ["role": "assistant", "content": "A"]],
            "rejected": "B",
        ],
        [
            "id": "no answer", "prompt": "Q", "chosen": [["role": "user", "content": "Q"]],
            "rejected": "B",
        ],
    ]

    @Test(arguments: ExportFormat.allCases.filter { $0 != .jsonl })
    func `a prompt that the answers repeat is exported once`(format: ExportFormat) throws {
        let folder = try dataset(Self.whole)
        let output = folder.appending(path: "rows.jsonl")
        let report = try Exporter.export(DatasetReader(folder: folder.url), format, to: output)
        #expect(
            report.skipped == [
                "\"chosen\" begins with other messages than \"prompt\"": 1,
                "\"chosen\" has no answer after the prompt": 1,
            ])
        let rows = try RecordReader(url: output).all()
        #expect(rows.count == 3)
        for row in rows {
            let text = JSON.object(row).text
            #expect(text.ranges(of: /"Q(\\n)?"/).count == 1, "\(text)")
            #expect(text.ranges(of: "\"A\"").count == 1, "\(text)")
        }
    }

    @Test func `an export never takes the place of one of the dataset's own files`() throws {
        let folder = try dataset()
        let before = try files(folder.url)
        let reader = try DatasetReader(folder: folder.url)
        let names = [
            "catalog.sqlite", "catalog.sqlite-wal", "journal.log", "README.md",
            "shard-00000.jsonl.zst", "shard-00099.jsonl.zst",
        ]
        for name in names {
            let url = folder.appending(path: name)
            let link = folder.appending(path: "link")
            try FileManager.default.createSymbolicLink(
                atPath: link.path, withDestinationPath: name)
            for path in [url.path, link.path] {
                #expect(
                    thrown { _ = try Exporter.export(reader, .jsonl, to: path) }
                        == .ownFile(path: path, folder: folder.path))
            }
            try FileManager.default.removeItem(at: link)
        }
        #expect(try files(folder.url) == before)
        #expect(try Exporter.export(reader, .jsonl, to: folder.path + "/rows.jsonl").written > 0)
    }

    @Test func `other entries of dataset_info.json stay as they are`() throws {
        let folder = try dataset()
        let reader = try DatasetReader(folder: folder.url)
        let list = try folder.write("dataset_info.json", "{\"mine\": {\"file_name\": \"x.json\"}}")
        for name in ["a.jsonl", "b.jsonl.zst"] {
            _ = try Exporter.export(reader, .llamaFactory, to: folder.appending(path: name))
        }
        let entries = try #require(try JSON(parsing: Array(Data(contentsOf: list))).object)
        #expect(entries.keys == ["mine", "a", "b"])
        #expect(entries["mine"] == ["file_name": "x.json"])
        #expect(entries["b"]?["file_name"] == "b.jsonl.zst")
    }

    @Test func `a damaged dataset leaves no half export`() throws {
        let folder = try dataset()
        let reader = try DatasetReader(folder: folder.url)
        try Data().write(to: folder.appending(path: "shard-00000.jsonl.zst"))
        let output = folder.appending(path: "rows.jsonl")
        #expect(thrown { _ = try Exporter.export(reader, .trl, to: output) } != nil)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.hasPrefix("rows") })
    }
}

@Suite struct `An export without rows` {
    @Test(arguments: [[], [["id": "odd", "prompt": 7]]] as [[JSONObject]])
    func `is an error and leaves the file that is there`(records: [JSONObject]) throws {
        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.url)
        for record in records { try writer.append(record) }
        try writer.finish()
        let output = try folder.write("rows.jsonl", "precious")
        let error = thrown {
            _ = try Exporter.export(DatasetReader(folder: folder.url), .llamaFactory, to: output)
        }
        guard case .nothingToExport(_, let leftOut, _) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(leftOut.values.reduce(0, +) == records.count)
        #expect(try String(contentsOf: output, encoding: .utf8) == "precious")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.hasSuffix(".tmp") || $0 == "dataset_info.json" })
    }
}
