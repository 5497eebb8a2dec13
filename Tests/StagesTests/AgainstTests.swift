import Chat
import Dataflow
import Datasets
import Foundation
import JSON
import TestSupport
import Testing

@Suite struct `Earlier records that a deduplicate stage is given` {
    private static let files = [
        "earlier.jsonl": """
        {"prompt": "How do I reset the mobile app?", "embedding": [1, 0]}
        {"prompt": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why is the sky so blue in the morning of a day?"}], "embedding": [0, 1]}
        """,
        "exam.csv": "question,answer\nWhat is a tide?,\"High water, and low\"\n",
        "plain.txt": "First line\n\n  What now?  \n",
    ]

    private static func deduplicate(
        _ records: [JSONObject], _ settings: String
    ) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
        try await runSteadily(
            """
            "in": {"type": "read", "records": \(JSON.array(records.map(JSON.object)).text)},
            "new": {"type": "deduplicate", "input": "in", \(settings)},
            "out": {"type": "write", "input": "new", "dataset": "out"}
            """, files: files)
    }

    @Test func `of short texts, too, are found whatever the system message`() async throws {
        let found = try await Self.deduplicate(
            [
                ["prompt": "how do I reset  the mobile app?"], ["prompt": "A new one"],
                ["prompt": "Why is the sky so blue in the morning of a day?"],
                ["prompt": "a new one"],
            ], #""against": "earlier.jsonl""#)
        #expect(found.accepted.map { $0["prompt"] } == ["A new one"])
        #expect(
            found.rejected.map { $0["reason"] }
                == ["duplicate in 'earlier.jsonl'", "duplicate in 'earlier.jsonl'", "duplicate"])
        #expect(
            found.rejected[1]["detail"] == ["file": "earlier.jsonl", "line": 2])
    }

    @Test func `are found by their word triples`() async throws {
        let found = try await Self.deduplicate(
            [
                ["prompt": "Why is the sky so blue in the morning of a long day?"],
                ["prompt": "Where does the water of a river come from, and where does it go?"],
                ["prompt": "Where does the water of a river come from, and where does it go now?"],
            ], #""method": "minhash", "threshold": 0.6, "against": ["earlier.jsonl"]"#)
        #expect(found.accepted.count == 1)
        #expect(
            found.rejected.map { $0["reason"] }
                == ["near-duplicate in 'earlier.jsonl'", "near-duplicate"])
        #expect(found.rejected[0]["detail"]?["line"] == 2)
        #expect(found.rejected[1]["detail"]?["of"] == found.accepted[0]["id"])
    }

    @Test func `are found by their embeddings`() async throws {
        let settings = #""method": "semantic", "threshold": 0.9, "against": ["earlier.jsonl"]"#
        let found = try await Self.deduplicate(
            [
                ["embedding": [0.1, 1]], ["embedding": [1, 1]], ["embedding": [1.1, 1]],
                ["embedding": [1, 2, 3]],
            ], settings)
        #expect(found.accepted.count == 1)
        #expect(
            found.rejected.map { $0["reason"] } == [
                "same meaning in 'earlier.jsonl'", "same meaning", "'embedding' has the wrong form",
            ])
        #expect(found.rejected[0]["detail"]?["line"] == 2)
        #expect(found.rejected[0]["detail"]?["cosine"]?.double ?? 0 > 0.99)
    }

    @Test func `are read from tables, plain text and datasets, by the fields that are named`()
        async throws
    {
        let found = try await Self.deduplicate(
            [
                ["prompt": "what is a TIDE?"], ["prompt": "what now?"],
                ["prompt": "high water, and low"],
            ],
            #""against": [{"dataset": "exam.csv", "fields": "question"}, "plain.txt"]"#)
        #expect(found.accepted.map { $0["prompt"] } == ["high water, and low"])
        #expect(found.rejected.map { $0["detail"]?["line"] } == [2, 3])

        let folder = try TemporaryFolder()
        let writer = try DatasetWriter(folder: folder.appending(path: "old"))
        try writer.append(["id": "one", "prompt": "An old one"])
        try writer.finish()
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "stages": {
              "in": {"type": "read", "records": [{"prompt": "an old one"}, {"prompt": "another"}]},
              "new": {"type": "deduplicate", "input": "in", "against": "old"},
              "out": {"type": "write", "input": "new", "dataset": "out"}}}
            """)
        #expect(
            try await runScripted(document, into: folder.appending(path: "out")).accepted == 1)
    }

    @Test func `are checked before the run`() async throws {
        func problem(_ against: String, _ more: String = "") async -> Problem? {
            let error = await #expect(throws: InvalidDocument.self) {
                try await Self.deduplicate(
                    [["prompt": "x", "embedding": [1]]], #""against": \#(against)\#(more)"#)
            }
            return error?.problems.first
        }
        #expect(await problem("[]")?.code == "deduplicate.empty")
        #expect(await problem(#""gone.jsonl""#)?.code == "stage.missingFile")
        let table = await problem(#""exam.csv""#)
        #expect(table?.message.contains("'exam.csv' has no text to compare") == true)
        #expect(table?.details == ["Its records have: answer, question."])
        #expect(
            table?.help
                == #"name its field, for example {"dataset": "exam.csv", "fields": "answer"}"#)
        let near = await problem(#"{"dataset": "exam.csv", "fields": ["questoin"]}"#)
        #expect(near?.help == "did you mean 'question'?")
        let text = await problem(#""plain.txt""#, #", "method": "semantic""#)
        #expect(text?.message.contains("no embedding to compare") == true)
        let words = await problem(
            #"{"dataset": "earlier.jsonl", "fields": "prompt"}"#, #", "method": "semantic""#)
        #expect(words?.code == "deduplicate.unreadable")
        #expect(words?.message.contains("line or row 1") == true)
    }

    @Test func `decide what a run makes, so that another file is another run`() throws {
        let folder = try TemporaryFolder()
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "stages": {
              "in": {"type": "read", "records": [{"prompt": "x"}]},
              "new": {"type": "deduplicate", "input": "in", "against": "old.txt"},
              "out": {"type": "write", "input": "new", "dataset": "out"}}}
            """)
        func fingerprint(_ text: String) throws -> String {
            try folder.write("old.txt", text)
            return try Graph(
                PipelineDocument(path: document.path),
                registry: .builtIn(models: LanguageModelRegistry())
            ).fingerprint(seed: 1)
        }
        #expect(try fingerprint("one") == fingerprint("one"))
        #expect(try fingerprint("one") != fingerprint("two"))
    }
}

@Suite struct `Evaluation texts that are too short to be looked for` {
    @Test func `are counted, with a warning and a note`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "exam.jsonl",
            """
            {"q": "Why is the sky blue?", "a": "Because."}
            {"q": "Name the largest of all the moons of Saturn.", "a": ""}
            """)
        func graph(_ against: String, _ more: String = "") throws -> Graph {
            let document = try folder.write(
                "test.json",
                """
                {"schemaVersion": 1, "stages": {
                  "in": {"type": "read", "records": [{"prompt": "x"}]},
                  "clean": {"type": "decontaminate", "input": "in", "fields": "prompt",
                    "against": \(against)\(more)},
                  "out": {"type": "write", "input": "clean", "dataset": "out"}}}
                """)
            return try Graph(
                PipelineDocument(path: document.path),
                registry: .builtIn(models: LanguageModelRegistry()))
        }
        let sentence = "2 of 3 evaluation texts have fewer than 8 words and are not looked for"
        let all = try graph(#""exam.jsonl""#)
        #expect(all.notes == ["stage 'clean': " + sentence])
        #expect(all.warnings.map(\.code) == ["decontaminate.tooShort"])
        #expect(all.warnings.first?.message == "stage 'clean': " + sentence)
        #expect(all.warnings.first?.line == 4)
        let questions = try graph(#"[{"dataset": "exam.jsonl", "fields": "q"}]"#)
        #expect(questions.notes.first?.contains("1 of 2 ") == true)
        let short = try graph(#"[{"dataset": "exam.jsonl", "fields": "q"}]"#, #", "ngramSize": 3"#)
        #expect(short.notes.isEmpty && short.warnings.isEmpty)
    }
}
