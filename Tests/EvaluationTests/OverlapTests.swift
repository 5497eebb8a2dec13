import Foundation
import JSON
import Stages
import TestSupport
import Testing
import Text

/// The rows that models are evaluated by, held against all that models are trained on.
@Suite struct `A row of an evaluation set` {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Files below a folder with these extensions.
    private static func files(in folder: String, _ extensions: Set<String>) -> [URL] {
        let found = FileManager.default.enumerator(
            at: package.appending(path: folder), includingPropertiesForKeys: nil)
        return (found?.allObjects as? [URL] ?? []).filter {
            extensions.contains($0.pathExtension)
        }.sorted { $0.path < $1.path }
    }

    private static func values(in file: URL) throws -> [JSON] {
        let bytes = Array(try Data(contentsOf: file))
        if file.pathExtension == "json" { return [try JSON(parsing: bytes)] }
        return try bytes.split(separator: 0x0A).map { try JSON(parsing: Array($0)) }
    }

    private static func texts(_ value: JSON) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let values): values.flatMap(texts)
        case .object(let object): object.values.flatMap(texts)
        default: []
        }
    }

    @Test func `shares no 13 words in a row with what models are trained on`() throws {
        let sets = Self.files(in: "Datasets/evaluation", ["jsonl"])
        #expect(!sets.isEmpty)
        // Runs of exactly 13 words: shorter texts are not looked for.
        var index = NGramIndex(n: 13, shortest: 13)
        for file in sets {
            for (line, row) in try Self.values(in: file).enumerated() {
                for text in Self.texts(row) {
                    index.insert(
                        ComparableWords(text), number: 0, line: line + 1, isOnSeveralLines: false)
                }
            }
        }
        #expect(index.count > 1_000)
        var looked = 0
        func look(_ text: String, _ file: URL) {
            looked += 1
            let words = ComparableWords(text)
            guard let found = index.firstOverlap(in: words) else { return }
            let spelled = ComparableWords.spelled(text, found.words).joined(separator: " ")
            Issue.record("\(file.lastPathComponent), row \(found.location.line): \(spelled)")
        }
        for file in Self.files(in: "Datasets", ["json", "jsonl"])
        where file.deletingLastPathComponent().lastPathComponent == "Datasets" {
            for value in try Self.values(in: file) {
                for text in Self.texts(value) { look(text, file) }
            }
        }
        for file in Self.files(in: "Prompts", ["jinja", "md", "txt"]) {
            look(try String(contentsOf: file, encoding: .utf8), file)
        }
        #expect(looked > 1_000)
    }

    /// Shorter prompts than 13 words are compared whole.
    @Test func `asks nothing that a reward model is fitted to`() throws {
        var known: [String: String] = [:]
        let datasets = Self.files(in: "Datasets", ["jsonl"])
        for file in datasets where file.lastPathComponent.hasPrefix("attributes-") {
            for row in try Self.values(in: file) {
                let prompt = try #require(row["prompt"]?.string)
                known[Self.plain(prompt)] = row["id"]?.string ?? file.lastPathComponent
            }
        }
        #expect(known.count > 500)
        let judged = datasets.filter { $0.lastPathComponent == "judge-pairs.jsonl" }
        for file in Self.files(in: "Datasets/evaluation", ["jsonl"]) + judged {
            for row in try Self.values(in: file) {
                for text in Self.texts(row) {
                    #expect(known[Self.plain(text)] == nil, "\(file.lastPathComponent): \(text)")
                }
            }
        }
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }
}
