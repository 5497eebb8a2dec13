import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import TestSupport
import Testing

/// Pairs of answers that people bring along: a row for each answer.
@Suite struct `A pair stage over the run` {
    /// A row of a file with an answer of a deployed model.
    private struct Row {
        var ticket: String?
        var prompt = "How?"
        var model = "a"
        var response: String
        var reward = 1.0

        var json: JSON {
            [
                "ticket_id": ticket.map(JSON.string) ?? .null, "prompt": .string(prompt),
                "style": .string(model), "response": .string(response),
                "reward": [
                    "helpfulness": .double(reward), "correctness": 0, "coherence": 0,
                    "complexity": 0, "verbosity": 0,
                ],
            ]
        }
    }

    private static let weights = #""weights": {"helpfulness": 1}"#

    private static func pair(
        _ rows: [Row], _ settings: String, models: [String] = []
    ) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
        try await runSteadily(
            """
            "in": {"type": "read", "records": \(JSON.array(rows.map(\.json)).text)},
            "pair": {"type": "pair", "input": "in", \(settings)},
            "out": {"type": "write", "input": "pair", "dataset": "out"}
            """, models: models)
    }

    private static func texts(_ rows: [JSONObject]) -> [[JSON?]] {
        rows.map { row in ["chosen", "rejected"].map { row[$0]?.array?.first?["content"] } }
    }

    private static let answers = [
        Row(prompt: "How?", response: "one way to do that", reward: 1),
        Row(prompt: "Why?", response: "for the first reason", reward: 4),
        Row(prompt: "How?", response: "quite another manner", reward: 3),
        Row(prompt: "Why?", response: "because it is so", reward: 2),
        Row(prompt: "When?", response: "tomorrow in the morning", reward: 2),
    ]

    @Test func `brings together the answers of different rows to one prompt`() async throws {
        let found = try await Self.pair(Self.answers, #""over": "run", \#(Self.weights)"#)
        #expect(
            Self.texts(found.accepted) == [
                ["quite another manner", "one way to do that"],
                ["for the first reason", "because it is so"],
            ])
        #expect(found.rejected.map { $0["reason"] } == ["fewer than two answers"])
        #expect(found.rejected[0]["record"]?["prompt"] == "When?")
        #expect(found.rejected[0]["detail"] == .null)
    }

    @Test func `is told about where every row has a single answer`() async throws {
        let found = try await Self.pair(Self.answers, Self.weights)
        #expect(found.accepted.isEmpty && found.rejected.count == 5)
        #expect(found.rejected.allSatisfy { $0["reason"] == "fewer than two answers" })
        let help = found.rejected[0]["detail"]?["help"]?.string
        #expect(help == #""over": "run" brings together all answers with the same 'prompt'"#)
    }

    @Test func `takes any field as the key, but never pairs answers to different prompts`()
        async throws
    {
        let found = try await Self.pair(
            [
                Row(ticket: "1", response: "one way to do that", reward: 1),
                Row(ticket: "2", response: "the second manner here", reward: 1),
                Row(ticket: "1", response: "quite another manner", reward: 3),
                Row(ticket: "2", prompt: "Why?", response: "because it is so", reward: 9),
                Row(response: "no ticket at all", reward: 1),
                Row(response: "none here either", reward: 9),
            ], #""over": "run", "key": "ticket_id", \#(Self.weights)"#)
        #expect(Self.texts(found.accepted) == [["quite another manner", "one way to do that"]])
        let reasons = found.rejected.map { $0["reason"]?.string ?? "" }.sorted()
        #expect(reasons == ["different prompts", "no 'ticket_id'", "no 'ticket_id'"])
    }

    @Test func `breaks ties as the answers of one source record do`() async throws {
        let rows = (0..<4).map {
            Row(response: "answer with word\($0) and more\($0)", reward: Double($0 % 2))
        }
        let many = #""perPrompt": 3, \#(Self.weights)"#
        let run = try await Self.pair(rows, #""over": "run", \#(many)"#)
        let records = JSON.array([["prompt": "How?", "all": .array(rows.map(\.json))]]).text
        let source = try await runSteadily(
            """
            "in": {"type": "read", "records": \(records)},
            "one": {"type": "explode", "input": "in", "field": "all", "spread": true},
            "pair": {"type": "pair", "input": "one", \(many)},
            "out": {"type": "write", "input": "pair", "dataset": "out"}
            """)
        // Four pairs have the widest margin; the first three of them are taken.
        let words = [["word1", "word0"], ["word3", "word0"], ["word1", "word2"]]
        for found in [run.accepted, source.accepted] {
            let pairs = Self.texts(found).map { $0.map { $0?.string ?? "" } }
            #expect(pairs.count == 3)
            for two in words {
                #expect(pairs.contains { $0[0].contains(two[0]) && $0[1].contains(two[1]) })
            }
        }
    }

    @Test func `asks an LLM, the same after runs that broke off`() async throws {
        let rows = (0..<12).map { number in
            Row(
                prompt: "Question \(number / 3)?", response: "word\(number) and thing\(number) here"
            )
        }
        let found = try await Self.pair(
            rows, #""over": "run", "judge": "model", "judgeModel": "m""#, models: ["m"])
        #expect(found.accepted.count + found.rejected.count >= 4)
        let folder = try TemporaryFolder()
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
            "in": {"type": "read", "records": \(JSON.array(rows.map(\.json)).text)},
            "pair": {"type": "pair", "input": "in", "over": "run", "judge": "model",
              "judgeModel": "m", "keep": "style"},
            "out": {"type": "write", "input": "pair", "dataset": "out"}}}
            """)
        let registry = LanguageModelRegistry()
        registry.register(RuleJudge.longer, as: "m")
        let graph = try Graph(
            PipelineDocument(path: document.path), registry: .builtIn(models: registry))
        let writer = try DatasetWriter(folder: folder.appending(path: "out"))
        let journal = try Journal(url: folder.appending(path: "journal.log"))
        let summary = try await Run(graph, options: .init(seed: 1), memory: JournalMemory(journal))
            .execute(into: DatasetSink(writer))
        try writer.finish()
        // Groups are no source records.
        #expect(summary.sources == 12 && summary.readings == 1)
        let rowsMade = try all(DatasetReader(folder: folder.appending(path: "out")).records())
        #expect(!rowsMade.isEmpty)
        #expect(rowsMade.allSatisfy { $0["judge"]?["kind"] == "llm_judge" })
    }

    @Test func `refuses a key that thousands of answers share`() async throws {
        let rows = (0..<2_001).map { Row(response: "answer number \($0)") }
        let found = try await run(
            JSON.array(rows.map(\.json)).text,
            #""pair": {"type": "pair", "input": "in", "over": "run"}"#, last: "pair")
        #expect(found.accepted.isEmpty && found.rejected.count == 2_001)
        #expect(found.rejected[0]["reason"] == "too many answers with one key")
        #expect(found.rejected[0]["detail"]?["answers"] == 2_001)
    }

    // MARK: Kept fields

    private static let styled = [
        Row(ticket: "7", model: "formal", response: "one way to do that", reward: 1),
        Row(ticket: "7", model: "casual", response: "quite another manner", reward: 3),
        Row(
            ticket: "8", prompt: "Why?", model: "formal", response: "for the first reason",
            reward: 4),
        Row(ticket: "8", prompt: "Why?", model: "formal", response: "because it is so", reward: 1),
    ]

    @Test func `keeps fields of the answers' records, the same ones in every row`() async throws {
        let found = try await Self.pair(
            Self.styled, #""over": "run", "keep": ["ticket_id", "style"], \#(Self.weights)"#)
        #expect(
            found.accepted.map { [$0["ticket_id"], $0["style"]] } == [
                ["7", .null], ["8", "formal"],
            ])
        #expect(
            found.accepted.map { [$0["chosen_meta"], $0["rejected_meta"]] } == [
                [
                    ["ticket_id": "7", "style": "casual"], ["ticket_id": "7", "style": "formal"],
                ],
                [
                    ["ticket_id": "8", "style": "formal"], ["ticket_id": "8", "style": "formal"],
                ],
            ])
        #expect(found.accepted[0].keys == found.accepted[1].keys)
        let bare = try await Self.pair(Self.styled, #""over": "run", \#(Self.weights)"#)
        #expect(bare.accepted.allSatisfy { $0["chosen_meta"] == nil && $0["ticket_id"] == nil })
    }

    @Test func `keeps them with what it refuses, and later stages and quotas use them`()
        async throws
    {
        let found = try await runSteadily(
            """
            "in": {"type": "read", "records": \(JSON.array(Self.styled.map(\.json)).text)},
            "pair": {"type": "pair", "input": "in", "over": "run", "keep": ["ticket_id", "style"],
              "margin": 2.5, \(Self.weights)},
            "win": {"type": "filter", "input": "pair", "where": "chosen_meta.style == 'formal'"},
            "out": {"type": "write", "input": "win", "dataset": "out",
              "quotas": {"by": "ticket_id", "counts": {"8": 1}}}
            """)
        #expect(found.accepted.map { $0["ticket_id"] } == ["8"])
        let refused = try #require(found.rejected.first)
        #expect(refused["reason"] == "margin too small")
        #expect(refused["record"]?["ticket_id"] == "7")
        #expect(refused["record"]?["chosen_meta"]?["style"] == "casual")
    }

    @Test(arguments: ExportFormat.allCases)
    func `gives rows that every exporter writes`(format: ExportFormat) async throws {
        let folder = try TemporaryFolder()
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "stages": {
              "in": {"type": "read", "records": \(JSON.array(Self.styled.map(\.json)).text)},
              "pair": {"type": "pair", "input": "in", "over": "run",
                "keep": ["ticket_id", "style"], \(Self.weights)},
              "out": {"type": "write", "input": "pair", "dataset": "out"}}}
            """)
        try await runScripted(document, into: folder.appending(path: "out"))
        let reader = try DatasetReader(folder: folder.appending(path: "out"))
        let file = folder.appending(path: "rows.jsonl")
        let report = try Exporter.export(reader, format, to: file)
        #expect(report.written == 2 && report.skipped.isEmpty)
        let rows = try all(RecordReader(url: file))
        #expect(rows.count == 2 && rows[0].keys == rows[1].keys)
        #expect((rows[0]["ticket_id"] == "7") == (format == .jsonl))
    }

    @Test func `has its key and its kept fields checked`() throws {
        func found(_ settings: String) throws -> [Problem] {
            try problems(
                """
                "in": {"type": "read", "records": \(JSON.array([Row(response: "x").json]).text)},
                "pair": {"type": "pair", "input": "in", \(settings)},
                "tell": {"type": "filter", "input": "pair", "where": "chosen_meta.style == 'a'"},
                "out": {"type": "write", "input": "tell", "dataset": "out"}
                """)
        }
        #expect(try found(#""keep": "style""#).isEmpty)
        #expect(try found(#""keep": ["style", "ticket"]"#).map(\.code) == ["fields.unknown"])
        #expect(try found(#""keep": ["style"], "key": "ticket""#).map(\.code) == ["fields.unknown"])
        #expect(try found(#""keep": ["style"], "key": []"#).map(\.code) == ["pair.key"])
        #expect(try found(#""keep": ["style", "prompt"]"#).map(\.code) == ["pair.keptName"])
        #expect(try found(#""keep": ["ticket_id"]"#).map(\.code) == ["fields.unknownMember"])
    }
}

/// The records that are left.
private func all(_ reader: RecordReader) throws -> [JSONObject] {
    var records: [JSONObject] = []
    while let record = try reader.next() { records.append(record) }
    return records
}
