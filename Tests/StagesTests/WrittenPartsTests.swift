import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import TestSupport
import Testing

@testable import Stages

/// Runs a document over 60 prompts; `write` is what its last stage says besides its folder.
private func runPrompts(
    _ write: String, stages: String = "", last: String = "in", window: Int = 8
) async throws -> (folder: TemporaryFolder, summary: Run.Summary) {
    let folder = try TemporaryFolder()
    let graph = try promptGraph(folder, write, stages: stages, last: last)
    let writer = try DatasetWriter(
        folder: folder.appending(path: "out"),
        description: DatasetDescription(
            pipeline: "p", stages: graph.nodes.map(\.name), parts: graph.sink.parts?.names ?? []))
    let journal = try Journal(url: folder.appending(path: "journal.log"))
    let summary = try await Run(
        graph, options: .init(window: window, seed: 1), memory: JournalMemory(journal)
    ).execute(into: DatasetSink(writer))
    try writer.finish { try graph.sink.card.text(for: $0) }
    return (folder, summary)
}

private func promptGraph(
    _ folder: TemporaryFolder, _ write: String, stages: String = "", last: String = "in"
) throws -> Graph {
    let rows = (0..<60).map { #"{"prompt": "Why is \#($0) so?", "n": \#($0)}"# }
    let document = try folder.write(
        "test.json",
        """
        {"schemaVersion": 1, "name": "p", "stages": {
          "in": {"type": "read", "records": [\(rows.joined(separator: ",\n"))]},
          \(stages)
          "out": {"type": "write", "input": "\(last)", "dataset": "out", \(write)}}}
        """)
    return try Graph(
        PipelineDocument(path: document.path),
        registry: .builtIn(models: LanguageModelRegistry()))
}

private func writeProblems(_ write: String) throws -> [Problem] {
    do {
        _ = try promptGraph(TemporaryFolder(), write)
        return []
    } catch let error as InvalidDocument { return error.problems }
}

private func numbers(_ folder: TemporaryFolder, _ part: String) throws -> [Int] {
    try all(
        DatasetReader(folder: folder.appending(path: "out")).records(.part(part))
    ).compactMap { $0["n"]?.integer }
}

@Suite struct `The parts of a write stage` {
    @Test func `are those that a split with the same shares draws`() async throws {
        let (folder, _) = try await runPrompts(
            #""parts": {"by": "prompt", "shares": {"train": 3, "test": 1}}"#)
        let (train, test) = (try numbers(folder, "train"), try numbers(folder, "test"))
        #expect(!test.isEmpty && train.count > test.count)
        #expect((train + test).sorted() == Array(0..<60))
        let split = #""s": {"type": "split", "input": "in", "by": "prompt", "parts": "#
        let (other, _) = try await runPrompts(
            #""parts": {"field": "side", "names": ["train", "test"]}"#,
            stages: split + #"{"train": 3, "test": 1}},"#
                + #""a": {"type": "map", "input": "s.train", "set": {"side": "'train'"}},"#
                + #""b": {"type": "map", "input": "s.test", "set": {"side": "'test'"}},"#
                + #""m": {"type": "mix", "input": ["a", "b"]},"#,
            last: "m")
        #expect(try numbers(other, "train").sorted() == train)
        #expect(try numbers(other, "test").sorted() == test)
        let overlap = try RecordOverlap(
            of: folder.appending(path: "out"), and: folder.appending(path: "out"),
            by: #require(ComparedField("prompt")),
            parts: ("train", "test"))
        #expect(overlap.shared.isEmpty)
        #expect(overlap.first == train.count)
        #expect(overlap.second == test.count)
    }

    @Test func `have one target together, and the same records whatever the window`() async throws {
        var found: [[Int]] = []
        for window in [1, 5, 64] {
            let (folder, summary) = try await runPrompts(
                #""target": 20, "parts": {"by": "prompt", "shares": {"train": 1, "test": 1}}"#,
                window: window)
            #expect(summary.accepted == 20)
            found.append(try numbers(folder, "train") + numbers(folder, "test"))
            #expect(Set(found[0]) == Set(0..<20))
        }
        #expect(found[0] == found[1] && found[1] == found[2])
    }

    @Test func `reject records whose field names none of them`() async throws {
        let (folder, summary) = try await runPrompts(
            #""parts": {"field": "side", "names": ["train", "test"]}"#,
            stages: #""a": {"type": "map", "input": "in", "set": "#
                + #"{"side": "['train', 'test', 'other'][n % 3]"}},"#,
            last: "a")
        #expect(summary.accepted == 40)
        #expect(try numbers(folder, "test") == stride(from: 1, to: 60, by: 3).map { $0 })
        let rejected = try all(
            DatasetReader(folder: folder.appending(path: "out")).records(.rejected))
        #expect(rejected.count == 20)
        #expect(Set(rejected.map { $0["reason"]?.string }) == ["no part for it"])
        #expect(try DatasetVerification(verifying: folder.appending(path: "out")).isIntact)
    }

    @Test func `are read by a later document, one or all`() async throws {
        let (folder, _) = try await runPrompts(
            #""parts": {"by": "prompt", "shares": {"train": 3, "test": 1}}"#)
        for (setting, expected) in [
            (#", "part": "test""#, try numbers(folder, "test")),
            ("", try numbers(folder, "train") + numbers(folder, "test")),
        ] {
            let document = try folder.write(
                "next.json",
                """
                {"schemaVersion": 1, "stages": {
                  "in": {"type": "read", "dataset": "out"\(setting)},
                  "end": {"type": "write", "input": "in", "dataset": "next"}}}
                """)
            let graph = try Graph(
                PipelineDocument(path: document.path),
                registry: .builtIn(models: LanguageModelRegistry()))
            let next = try TemporaryFolder()
            let writer = try DatasetWriter(folder: next.url)
            let journal = try Journal(url: next.appending(path: "journal.log"))
            _ = try await Run(graph, options: .init(seed: 1), memory: JournalMemory(journal))
                .execute(into: DatasetSink(writer))
            try writer.finish()
            let rows = try all(DatasetReader(folder: next.url).records())
            #expect(rows.compactMap { $0["n"]?.integer } == expected)
        }
    }

    @Test func `change what a run is compared by, but only if there are any`() throws {
        let folder = try TemporaryFolder()
        func fingerprint(_ write: String) throws -> String {
            try promptGraph(folder, write).fingerprint(seed: 1)
        }
        let plain = try fingerprint(#""target": 5"#)
        #expect(try fingerprint(#""target": 6, "card": {"license": "mit"}"#) == plain)
        let one = try fingerprint(#""parts": {"by": "prompt", "shares": {"a": 1, "b": 1}}"#)
        let two = try fingerprint(#""parts": {"by": "prompt", "shares": {"a": 1, "b": 2}}"#)
        #expect(Set([plain, one, two]).count == 3)
    }

    @Test(arguments: [
        (#""parts": {}"#, "write.parts"),
        (#""parts": {"by": "prompt"}"#, "write.parts"),
        (#""parts": {"by": "prompt", "shares": {"a": 1}}"#, "write.parts"),
        (#""parts": {"by": "prompt", "shares": {"a": 0, "b": 0}}"#, "write.parts"),
        (
            #""parts": {"by": "prompt", "shares": {"a": 1, "b": 1}, "field": "n", "names": ["c"]}"#,
            "write.parts"
        ),
        (#""parts": {"by": "prompt", "shares": {"a": 1, "b-c": 1}}"#, "write.partName"),
        (#""parts": {"by": "prompt", "shares": {"a": 1, "A": 1}}"#, "write.partName"),
        (#""parts": {"field": "n", "names": ["shard"]}"#, "write.partName"),
        (#""parts": {"field": "n", "names": []}"#, "write.parts"),
        (
            #""parts": {"by": "prompt", "shares": {"a": 1, "b": 1}, "field": "n"}"#,
            "write.parts"
        ),
        (#""parts": {"field": "n", "names": ["a"], "by": "prompt"}"#, "write.parts"),
        (#""parts": {"field": "n", "names": ["a"], "shares": {"b": 1}}"#, "write.parts"),
        (#""parts": {"by": "promt", "shares": {"a": 1, "b": 1}}"#, "fields.unknown"),
        (#""card": {"license": "Apache 2.0"}"#, "write.license"),
        (#""card": {"language": "English"}"#, "write.language"),
        (#""card": {"language": ["en", "x"]}"#, "write.language"),
    ])
    func `are checked with the document`(write: String, code: String) throws {
        #expect(try writeProblems(write).map(\.code) == [code])
        #expect(try writeProblems(write).allSatisfy { !$0.message.isEmpty })
    }

    @Test func `stand in the card with what the document says of it`() async throws {
        let (folder, _) = try await runPrompts(
            #""card": {"license": "cc-by-4.0", "language": "pt-BR", "tags": ["qa"], "prettyName": "P"},"#
                + #""parts": {"by": "prompt", "shares": {"train": 3, "test": 1}}"#)
        let card = try String(
            contentsOf: folder.appending(path: "out/README.md"), encoding: .utf8)
        for line in [
            #"license: "cc-by-4.0""#, #"- "pt-BR""#, #"- "qa""#, #"pretty_name: "P""#,
            "  - split: train", "    path: test-*.jsonl.zst",
        ] { #expect(card.contains(line + "\n"), "\(line)") }
    }
}

@Suite struct `A condition given to a command` {
    @Test func `holds as that of a filter does`() throws {
        let filter = try RecordFilter("task == 'math' and reward.helpfulness > 2")
        #expect(try filter.holds(for: ["task": "math", "reward": ["helpfulness": 3]]))
        #expect(try !filter.holds(for: ["task": "qa", "reward": ["helpfulness": 3]]))
        #expect(filter.warnings == [])
    }

    @Test func `names a field that no record has`() throws {
        let filter = try RecordFilter("taks == 'math'")
        #expect(try !filter.holds(for: ["id": "a", "task": "math"]))
        #expect(filter.warnings == ["no record has the field 'taks'; did you mean 'task'?"])
    }

    @Test(arguments: ["task ==", "nosuch(1) > 2", "task | nosuch"])
    func `is refused with the reason if it is none`(source: String) {
        #expect(throws: StageError.self) { _ = try RecordFilter(source) }
    }

    @Test func `draws by the record, the same each time`() throws {
        let rows = (0..<200).map { JSONObject([("id", .string("\($0)"))]) }
        func drawn() throws -> [Bool] {
            let filter = try RecordFilter("uniform() < 0.5")
            return try rows.map { try filter.holds(for: $0) }
        }
        let first = try drawn()
        #expect(try drawn() == first)
        #expect((60...140).contains(first.count { $0 }))
    }
}
