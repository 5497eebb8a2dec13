import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import TestSupport
import Testing

@testable import Stages

/// A model with a short context, as a local one has: longer conversations are an error.
private struct NarrowModel: LanguageModel {
    let name = "narrow"
    let fingerprint = "narrow"
    private let model = ScriptedModel()

    private func check(_ texts: [String]) throws {
        let count = texts.reduce(0) { $0 + $1.count }
        guard count <= 5_000 else {
            throw ChatError.promptTooLong(
                problem: "the prompt has \(count) tokens, the model's context is 5000")
        }
    }

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        try check(request.messages.map(\.content))
        if request.constraint != nil { return try await model.complete(request) }
        return ChatReply(
            text: "Say more about that, please.", isTruncated: false, tokens: 6, promptTokens: 9,
            meanLogProbability: -1)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        try check(messages.map(\.content))
        return try await model.score(messages, priority: priority)
    }

    func embed(_ text: String, priority: Int) async throws -> Embedding {
        try await model.embed(text, priority: priority)
    }
}

/// Thirty rows that are wrong in one field each, and five that are as they should be.
private enum BadRows {
    static let goodCount = 5

    /// What is wrong: the field and its value, nil for none.
    static let faults: [(field: String, value: JSON?)] = {
        let values: [(field: String, values: [JSON?])] = [
            ("prompt", prompts), ("response", responses), ("n", [.null, "1", nil]),
            ("answer", [["4"], ["is": 4]]), ("tests", [[1, 2], 3]),
            ("instructions", instructions), ("embedding", ["0.1", [0.5, "x"]]),
            ("schema", ["no JSON {", 12]),
        ]
        return values.flatMap { field, values in values.map { (field, $0) } }
    }()

    private static let prompts: [JSON?] = [
        .null, nil, "", " \n ", 7, ["text": "a"], [], [["role": "user"]],
        [["role": "assistant", "content": "I begin."]],
        .string(String(repeating: "too long ", count: 1_000)),
    ]
    private static let responses: [JSON?] = [
        .null, nil, 4, ["a"], "", .string(String(repeating: "and on ", count: 1_000)),
    ]
    private static let instructions: [JSON?] = [
        "none", [["id": "no:such"]],
        [["id": "length_constraints:nth_paragraph_first_word", "kwargs": ["num_paragraphs": 2]]],
    ]

    private static func good(_ number: Int) -> JSONObject {
        [
            "row": .string("good \(number)"), "prompt": .string("Good question \(number)?"),
            "response": .string("It is \(number), and that is all there is to say."),
            "n": .integer(number), "answer": .string("\(number)"), "tests": ["assert True"],
            "instructions": [["id": "punctuation:no_comma", "kwargs": [:]]],
            "embedding": .array((0..<8).map { .double($0 == number ? 1 : 0.1) }),
            "schema": ["type": "boolean"],
            "verdict": ["passed": true, "score": 1, "verifier": "x"],
        ]
    }

    /// The rows as JSON Lines, a good one after every seventh bad one.
    static var lines: String {
        var rows: [JSONObject] = []
        var goods = 0
        for (index, fault) in faults.enumerated() {
            var row = good(90 + index)
            row["row"] = .string("bad \(index)")
            row[fault.field] = fault.value
            rows.append(row)
            if index % 7 == 6 {
                rows.append(good(goods))
                goods += 1
            }
        }
        rows.append(good(goods))
        return rows.map { JSON.object($0).text + "\n" }.joined()
    }

    /// The stages of a document, from "in" to "last", and how many records "last" cannot use.
    static let stages: [(kind: String, stages: String, rejected: Int)] = [
        ("read", #""last": {"type": "mix", "input": "in"}"#, 0),
        (
            "generate",
            #""last": {"type": "generate", "input": "in", "model": "m", "into": "said"}"#, 9
        ),
        (
            "generate with samples",
            """
            "last": {"type": "generate", "input": "in", "model": "m", "into": "said", "samples": 3}
            """,
            9
        ),
        (
            "generate with schemas",
            """
            "last": {"type": "generate", "input": "in", "model": "m", "into": "said",
              "schemaFrom": "schema"}
            """,
            11
        ),
        (
            "dialogue",
            """
            "last": {"type": "dialogue", "input": "in", "model": "m", "turns": 1,
              "personalities": {"p": "p.jinja"}}
            """,
            10
        ),
        (
            "classify",
            #""last": {"type": "classify", "input": "in", "model": "m", "choices": ["a", "b"]}"#, 9
        ),
        ("map", #""last": {"type": "map", "input": "in", "set": {"more": "n + 1"}}"#, 3),
        ("filter", #""last": {"type": "filter", "input": "in", "where": "n >= 0"}"#, 3),
        ("score", #""last": {"type": "score", "input": "in", "model": "m"}"#, 12),
        ("deduplicate", #""last": {"type": "deduplicate", "input": "in", "field": "row"}"#, 0),
        (
            "deduplicate by meaning",
            """
            "last": {"type": "deduplicate", "input": "in", "method": "semantic", "threshold": 1}
            """, 2
        ),
        ("sample", #""last": {"type": "sample", "input": "in", "fraction": 1}"#, 0),
        ("mix", #""last": {"type": "mix", "input": ["in"]}"#, 0),
        (
            "pair",
            """
            "other": {"type": "map", "input": "in",
              "set": {"response": "'Ships sail the sea.'", "verdict": "{'passed': false}"}},
            "last": {"type": "pair", "input": ["in", "other"], "judge": "groundTruth",
              "maxLengthRatio": 1000}
            """, 16
        ),
        (
            "pair of the run",
            """
            "other": {"type": "map", "input": "in",
              "set": {"response": "'Ships sail the sea.'", "verdict": "{'passed': false}"}},
            "last": {"type": "pair", "input": ["in", "other"], "judge": "groundTruth",
              "maxLengthRatio": 1000, "over": "run"}
            """, 16
        ),
        (
            "explode",
            #""last": {"type": "explode", "input": "in", "field": "tests", "into": "test"}"#, 1
        ),
        ("judge", #""last": {"type": "judge", "input": "in", "model": "m"}"#, 9),
        ("group", #""last": {"type": "group", "input": "in", "by": "row"}"#, 0),
        (
            "group of the run",
            #""last": {"type": "group", "input": "in", "by": "row", "over": "run"}"#, 0
        ),
        (
            "split",
            """
            "parts": {"type": "split", "input": "in", "by": "prompt", "parts": {"a": 1, "b": 1}},
            "last": {"type": "mix", "input": ["parts.a", "parts.b"]}
            """, 0
        ),
        (
            "join",
            """
            "side": {"type": "map", "input": "in", "keep": ["row", "n"]},
            "last": {"type": "join", "input": "in", "with": "side", "by": "row", "into": "side"}
            """, 0
        ),
        ("embed", #""last": {"type": "embed", "input": "in", "model": "m", "into": "e"}"#, 6),
        (
            "decontaminate",
            """
            "last": {"type": "decontaminate", "input": "in", "fields": ["prompt"],
              "against": ["exam.txt"]}
            """, 0
        ),
        ("quality", #""last": {"type": "quality", "input": "in", "field": "response"}"#, 4),
        ("instruct", #""last": {"type": "instruct", "input": "in"}"#, 6),
        (
            "verify math", #""last": {"type": "verify", "input": "in", "method": "math"}"#, 6
        ),
        (
            "verify instructions",
            #""last": {"type": "verify", "input": "in", "method": "instructions"}"#, 7
        ),
        (
            "exec",
            """
            "last": {"type": "exec", "input": "in", "program": ["python3", "add.py"],
              "retries": 0}
            """, 3
        ),
    ]

    static let files = [
        "p.jinja": "{{ prompt }}: what next?",
        "exam.txt":
            "Nothing of these thirteen words in a row is in any of the rows above, surely not.\n",
        "add.py": """
        import json, sys
        for line in sys.stdin:
            asked = json.loads(line)
            sum = asked["record"]["n"] + 1
            print(json.dumps({"id": asked["id"], "record": {"sum": sum}}), flush=True)
        """,
    ]
}

@Suite struct `Thirty bad rows` {
    private static func run(
        _ stages: String
    ) async throws -> Found {
        let folder = try TemporaryFolder()
        for (name, text) in BadRows.files { try folder.write(name, text) }
        try folder.write("rows.jsonl", BadRows.lines)
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"}}, "stages": {
              "in": {"type": "read", "dataset": "rows.jsonl"},
              \(stages),
              "out": {"type": "write", "input": "last", "dataset": "out"}}}
            """)
        let registry = LanguageModelRegistry()
        registry.register(NarrowModel(), as: "m")
        let graph = try Graph(
            PipelineDocument(path: document.path), registry: .builtIn(models: registry))
        let writer = try DatasetWriter(folder: folder.appending(path: "out"))
        let journal = try Journal(url: folder.appending(path: "journal.log"))
        let summary = try await Run(graph, options: .init(seed: 1), memory: JournalMemory(journal))
            .execute(into: DatasetSink(writer))
        try writer.finish()
        let reader = try DatasetReader(folder: folder.appending(path: "out"))
        return Found(
            accepted: try all(reader.records()), rejected: try all(reader.records(.rejected)),
            funnel: try reader.funnel(), unusable: summary.unusable)
    }

    private struct Found {
        let accepted: [JSONObject]
        let rejected: [JSONObject]
        let funnel: [StageCount]
        let unusable: [UnusableRecords]
    }

    @Test func `are thirty, beside five good ones`() {
        #expect(BadRows.faults.count == 30)
        #expect(BadRows.lines.split(separator: "\n").count == 30 + BadRows.goodCount)
    }

    @Test(arguments: BadRows.stages.indices)
    func `stop no stage: they are rejected with their row, and the good ones pass`(
        index: Int
    ) async throws {
        let (kind, stages, count) = BadRows.stages[index]
        let found = try await Self.run(stages)
        for stage in found.funnel {
            #expect(stage.created == stage.passed + stage.rejected, "\(kind), \(stage.stage)")
        }
        let accepted = found.accepted.map { JSON.object($0).text }
        for number in 0..<BadRows.goodCount {
            #expect(
                accepted.contains { $0.contains("Good question \(number)?") },
                "\(kind) loses good row \(number)")
        }
        let unusable = found.unusable.reduce(0) { $0 + $1.unusable }
        #expect(unusable == count, "\(kind)")
        let told = found.rejected.filter { $0["detail"]?["error"] != nil }
        #expect(told.count >= count, "\(kind)")
        for row in told {
            #expect(row["detail"]?["source"]?.string?.hasPrefix("rows.jsonl:") == true, "\(kind)")
        }
    }

    @Test func `are tried on every kind`() {
        let tried = Set(BadRows.stages.map { String($0.kind.prefix { $0 != " " }) })
        let kinds = StageRegistry.builtIn(models: LanguageModelRegistry()).kinds.map(\.name)
        #expect(Set(kinds).subtracting(tried) == ["write"])
    }
}

@Suite struct `A line that is no record` {
    private static func document(_ file: String, _ settings: String = "") -> String {
        """
        "in": {"type": "read", "dataset": "\(file)"\(settings)},
        "out": {"type": "write", "input": "in", "dataset": "out"}
        """
    }

    @Test(arguments: [
        ("rows.jsonl", "{\"n\": 1}\n{\"n\": \n[2]\n{\"n\": 3}\n", [2, 3]),
        ("rows.csv", "n,m\n1,2\n3\n\"4\",5\n6,7,8\n", [3, 5]),
    ])
    func `is rejected with its place, and the lines after it are read`(
        file: String, text: String, lines: [Int]
    ) async throws {
        let found = try await runSteadily(Self.document(file), files: [file: text])
        #expect(found.accepted.count == 2)
        #expect(found.rejected.map { $0["reason"] } == ["unreadable row", "unreadable row"])
        #expect(
            found.rejected.map { $0["detail"]?["source"]?.string }
                == lines.map { "\(file):\($0)" })
        let texts = text.split(separator: "\n")
        #expect(
            found.rejected.map { $0["record"] }
                == lines.map { ["raw": .string(String(texts[$0 - 1]))] })
    }

    @Test func `stops the run where the document says so`() async throws {
        let error = await #expect(throws: RunError.self) {
            try await runSteadily(
                Self.document("rows.jsonl", #", "onError": "stop""#),
                files: ["rows.jsonl": "{}\nnothing\n"])
        }
        #expect("\(error as Any)".contains("(rows.jsonl:2): the row cannot be read"))
    }
}
