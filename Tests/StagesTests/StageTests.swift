import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import Stages
import TestSupport
import Testing

/// Runs stages over records written in the document, and gives what was accepted and rejected.
func run(
    _ records: String, _ stages: String, last: String, files: [String: String] = [:],
    models: [String: any LanguageModel] = [:]
) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    let names = models.keys.sorted().map { #""\#($0)": {"source": "x"}"# }.joined(separator: ", ")
    let document = try folder.write(
        "test.json",
        """
        {"schemaVersion": 1, "models": {\(names)}, "stages": {
          "in": {"type": "read", "records": \(records)},
          \(stages),
          "out": {"type": "write", "input": "\(last)", "dataset": "out"}}}
        """)
    let registry = LanguageModelRegistry()
    for (name, model) in models { registry.register(model, as: name) }
    let graph = try Graph(
        PipelineDocument(path: document.path), registry: .builtIn(models: registry))
    let writer = try DatasetWriter(folder: folder.appending(path: "out"))
    let journal = try Journal(url: folder.appending(path: "journal.log"))
    _ = try await Run(graph, options: .init(seed: 1), memory: JournalMemory(journal))
        .execute(into: DatasetSink(writer))
    try writer.finish()
    let reader = try DatasetReader(folder: folder.appending(path: "out"))
    return (try all(reader.records()), try all(reader.records(.rejected)))
}

/// The records that are left.
func all(_ cursor: RecordCursor) throws -> [JSONObject] {
    var records: [JSONObject] = []
    while let record = try cursor.next() { records.append(record) }
    return records
}

/// A model that always says the same.
struct Parrot: LanguageModel {
    let name = "parrot"
    let text: String
    var isTruncated = false
    var fingerprint: String { "parrot \(text) \(isTruncated)" }

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        ChatReply(
            text: text, isTruncated: isTruncated, tokens: 3, promptTokens: 5, meanLogProbability: -1
        )
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        throw ChatError.noRewardHead(model: name)
    }
}

@Suite struct `A generate stage` {
    static func generate(
        _ text: String, parse: String, isTruncated: Bool = false, more: String = ""
    ) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
        try await run(
            #"[{"prompt": "p"}]"#,
            #""ask": {"type": "generate", "input": "in", "model": "m", "into": "x", "parse": "\#(parse)"\#(more)}"#,
            last: "ask", models: ["m": Parrot(text: text, isTruncated: isTruncated)])
    }

    @Test(arguments: [
        ("1. One\n2. Two", "list", 2), ("The answer is 12.5.", "number", 1),
        ("Yes, it is.", "yesNo", 1), ("```json\n{\"a\": 1}\n```", "json", 1), ("Hello.", "none", 1),
    ])
    func `reads answers in the way it is told`(text: String, parse: String, count: Int) async throws
    {
        let found = try await Self.generate(text, parse: parse)
        #expect(found.accepted.count == count)
        #expect(found.accepted.allSatisfy { $0["x"] != nil && $0["generation"] != nil })
    }

    @Test(arguments: [
        ("no digits here", "number", "no number in the answer"),
        ("perhaps", "yesNo", "neither yes nor no"), ("nothing", "json", "no JSON in the answer"),
        ("  ", "none", "empty answer"),
    ])
    func `keeps what it cannot read, with the reason and the raw text`(
        text: String, parse: String, reason: String
    ) async throws {
        let found = try await Self.generate(text, parse: parse)
        #expect(found.accepted.isEmpty)
        #expect(found.rejected.count == 1)
        #expect(found.rejected.first?["reason"]?.string == reason)
        #expect(found.rejected.first?["record"]?["x"]?.string == text)
    }

    @Test func `rejects truncated answers unless told to keep them`() async throws {
        let rejected = try await Self.generate("An answer", parse: "none", isTruncated: true)
        #expect(rejected.rejected.first?["reason"] == "truncated answer")
        let kept = try await Self.generate(
            "An answer", parse: "none", isTruncated: true, more: #", "truncated": "keep""#)
        #expect(kept.accepted.first?["generation"]?["truncated"] == true)
    }

    @Test func `whose condition does not hold lets the record pass untouched`() async throws {
        let found = try await run(
            #"[{"prompt": "p", "n": 1}, {"prompt": "p", "n": 2}]"#,
            #""ask": {"type": "generate", "input": "in", "model": "m", "into": "x", "when": "n > 1"}"#,
            last: "ask", models: ["m": Parrot(text: "hi")])
        #expect(found.accepted.map { $0["x"]?.string } == [nil, "hi"])
    }
}

@Suite struct `A pair stage` {
    static func reward(_ helpfulness: Double) -> String {
        #"{"helpfulness": \#(helpfulness), "correctness": 0, "coherence": 0, "complexity": 0, "verbosity": 0}"#
    }

    /// One source record whose answers are made by a map of four arms is more than is needed here:
    /// two records of one prompt come from one source by a template of lists.
    static func pair(
        _ one: (String, Double, Bool), _ other: (String, Double, Bool), settings: String = ""
    ) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
        func arm(_ name: String, _ answer: (String, Double, Bool)) -> String {
            let reward = reward(answer.1).replacing("\"", with: "'")
            return #"""
                "\#(name)": {"type": "map", "input": "in", "set": {
                  "response": "'\#(answer.0)'", "reward": "\#(reward)",
                  "generation": "{'truncated': \#(answer.2)}"}}
                """#
        }
        return try await run(
            #"[{"prompt": "p", "task": "t", "topic": "x"}]"#,
            arm("one", one) + ",\n" + arm("other", other)
                + #", "pair": {"type": "pair", "input": ["one", "other"]\#(settings)}"#,
            last: "pair")
    }

    @Test(arguments: [
        ("3", "7", "", 4, "{\"score\":7}"),
        (
            "{'score': 1.5, 'choice': '1', 'model': 'grader'}",
            "{'score': 4.5, 'choice': '5', 'model': 'grader'}", "", 3, "{\"score\":4.5}"
        ),
        (
            "{'safe': 1, 'kind': 1}", "{'safe': 0, 'kind': 5}", #", "weights": {"kind": 2}"#, 8,
            "{\"safe\":0,\"kind\":5}"
        ),
    ])
    func `compares by a number, by a grade, and by attributes that it gives weights`(
        worse: String, better: String, settings: String, margin: Double, attributes: String
    ) async throws {
        func arm(_ name: String, _ text: String, _ reward: String) -> String {
            #"""
            "\#(name)": {"type": "map", "input": "in", "set": {
              "response": "'\#(text)'", "reward": "\#(reward)"}}
            """#
        }
        let found = try await run(
            #"[{"prompt": "p", "task": "t", "topic": "x"}]"#,
            arm("one", "a short reply", worse) + ",\n" + arm("other", "quite another text", better)
                + #", "pair": {"type": "pair", "input": ["one", "other"]\#(settings)}"#,
            last: "pair")
        let row = try #require(found.accepted.first)
        #expect(row["chosen"]?.array?.first?["content"] == "quite another text")
        #expect(row["margin"]?.double == margin)
        let expected = Reward(try JSON(parsing: Array(attributes.utf8)))
        #expect(row["chosen_attributes"].flatMap(Reward.init) == expected)
        let judge = better.contains("grader") ? "grader" : ""
        #expect(row["judge"]?["model"]?.string ?? "" == judge)
    }

    @Test func `puts the better answer first`() async throws {
        let found = try await Self.pair(
            ("a short reply", 1, false), ("quite another text", 3, false),
            settings: #", "weights": {"helpfulness": 1}"#)
        let row = try #require(found.accepted.first)
        #expect(row["chosen"]?.array?.first?["content"] == "quite another text")
        #expect(row["margin"]?.double == 2)
        #expect(row["chosen_attributes"]?["helpfulness"]?.double == 3)
        #expect(row["prompt"] == [["role": "user", "content": "p"]])
    }

    @Test(arguments: [
        ("tie", "one text here", "two words more", 2.0, 2.0, false),
        ("margin too small", "one text here", "two words more", 2.1, 2.0, false),
        ("near-identical", "the same five words here", "The same five words here", 4.0, 0.0, false),
        ("length ratio", "short", "a very much longer answer than that other one", 4.0, 0.0, false),
        ("leak of format", "one <|im_end|> text", "two words more here", 4.0, 0.0, false),
        ("truncated answer", "one text here", "two words more", 4.0, 0.0, true),
    ])
    func `refuses pairs that would teach something wrong`(
        reason: String, one: String, other: String, better: Double, worse: Double, isCut: Bool
    ) async throws {
        let found = try await Self.pair(
            (one, better, isCut), (other, worse, false),
            settings: #", "weights": {"helpfulness": 1}"#)
        #expect(found.accepted.isEmpty)
        #expect(found.rejected.map { $0["reason"]?.string } == [reason])
    }
}

@Suite struct `Map, filter, sample and deduplicate` {
    @Test func `expressions set typed fields, and random ones are the same every time`()
        async throws
    {
        let stages = #"""
            "set": {"type": "map", "input": "in", "set": {
              "double": "n * 2", "half": "uniform()", "word": "pick(['a', 'b', 'c'])"}}
            """#
        let records = "[" + (0..<20).map { #"{"n": \#($0)}"# }.joined(separator: ",") + "]"
        let one = try await run(records, stages, last: "set").accepted
        #expect(one == (try await run(records, stages, last: "set").accepted))
        #expect(one[3]["double"] == 6)
        #expect(Set(one.compactMap { $0["word"]?.string }).count == 3)
    }

    @Test func `a filter's rejections carry its reason`() async throws {
        let found = try await run(
            #"[{"n": 1}, {"n": 5}]"#,
            #""big": {"type": "filter", "input": "in", "where": "n > 3", "reason": "too small"}"#,
            last: "big")
        #expect(found.accepted.map { $0["n"] } == [5])
        #expect(found.rejected.map { $0["reason"] } == ["too small"])
    }

    /// Keeps records of each source record's list.
    private func sample(
        _ records: String, _ settings: String
    ) async throws -> (kept: [JSON?], reasons: [JSON?]) {
        let found = try await run(
            records,
            """
            "each": {"type": "explode", "input": "in", "field": "n"},
            "some": {"type": "sample", "input": "each", \(settings)}
            """, last: "some")
        return (found.accepted.map { $0["n"] }, found.rejected.map { $0["reason"] })
    }

    @Test func `a sample by value keeps the greatest of each source record`() async throws {
        let found = try await sample(
            #"[{"n": [3, 9, 4]}, {"n": [1, -2]}, {"n": [5]}]"#, #""count": 1, "by": "n""#)
        #expect(found.kept == [9, 1, 5])
        #expect(found.reasons == Array(repeating: "not among the best", count: 3))
        let least = try await sample(
            #"[{"n": [3, 9, 4]}, {"n": [1, -2]}]"#, #""count": 2, "by": "-n""#)
        #expect(least.kept == [3, 4, 1, -2])
    }

    @Test func `a sample by value puts numbers before what is none, and draws among equals`()
        async throws
    {
        let mixed = try await sample(#"[{"n": ["a", -7, null]}]"#, #""count": 1, "by": "n""#)
        #expect(mixed.kept == [-7])
        let rows = (0..<40).map { _ in #"{"n": [1, 2, 3]}"# }.joined(separator: ",")
        let equal = try await sample("[\(rows)]", #""count": 1, "by": "true""#)
        #expect(equal.kept.count == 40 && Set(equal.kept.map { $0?.integer }).count == 3)
    }

    @Test(arguments: [("exact", "", 3), ("minhash", #", "threshold": 0.7"#, 2)])
    func `of duplicates the first in canonical order stays`(
        method: String, threshold: String, count: Int
    ) async throws {
        let found = try await run(
            #"""
            [{"prompt": "The quick brown fox jumps over the lazy dog by the river at night"},
             {"prompt": "the  QUICK brown fox jumps over the lazy dog by the river at night"},
             {"prompt": "The quick brown fox jumps over the lazy dog by the river at noon"},
             {"prompt": "Something else altogether, with no words in common at all"}]
            """#,
            #""once": {"type": "deduplicate", "input": "in", "method": "\#(method)"\#(threshold)}"#,
            last: "once")
        #expect(found.accepted.count == count)
        #expect(found.accepted.first?["prompt"]?.string?.hasPrefix("The quick") == true)
    }

    @Test func `fields that nothing makes are found before anything runs`() async throws {
        let error = await #expect(throws: InvalidDocument.self) {
            try await run(
                #"[{"prompt": "p"}]"#,
                #""big": {"type": "filter", "input": "in", "where": "promt != ''"}"#, last: "big")
        }
        #expect(error?.problems.map(\.code) == ["fields.unknown"])
        #expect(error?.problems.first?.help == "did you mean 'prompt'?")
    }

    @Test func `templates that do not parse or are not there are named with their line`()
        async throws
    {
        let error = await #expect(throws: InvalidDocument.self) {
            try await run(
                #"[{"prompt": "p"}]"#,
                """
                "a": {"type": "generate", "input": "in", "model": "m", "into": "x",
                  "prompt": "bad.jinja"},
                "b": {"type": "generate", "input": "a", "model": "m", "into": "y",
                  "prompt": "gone.jinja"}
                """,
                last: "b", files: ["bad.jinja": "{% if x %}"], models: ["m": Parrot(text: "")])
        }
        #expect(error?.problems.map(\.code) == ["template.syntax", "stage.missingFile"])
        #expect(error?.problems.map(\.line) == [4, 6])
    }
}
