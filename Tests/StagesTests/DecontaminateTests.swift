import Dataflow
import JSON
import Testing

@Suite struct `A decontaminate stage` {
    static let files = [
        "exam.jsonl": """
        {"question": "Why is the sky blue?", "answer": "Because."}
        {"question": "A farmer has twelve sheep, and all but five of them run away; how many are left?", "answer": "Five sheep are left on the farm that day, as it was said, not seven of them."}
        """,
        "exam.txt":
            "First line here.\nThe quick brown fox jumps over\nthe lazy dog, then it rests for an hour.\n",
        "short.json": #"[{"q": "Name the largest of all the moons of Saturn."}]"#,
    ]

    static func run(
        _ prompts: [String], against: String, more: String = ""
    ) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
        let records = JSON.array(prompts.map { ["prompt": .string($0)] }).text
        return try await runSteadily(
            """
            "in": {"type": "read", "records": \(records)},
            "clean": {"type": "decontaminate", "input": "in", "fields": ["prompt"],
              "against": \(against)\(more)},
            "out": {"type": "write", "input": "clean", "dataset": "out"}
            """, files: files)
    }

    @Test func `rejects what shares thirteen words, naming file and line`() async throws {
        let found = try await Self.run(
            [
                "Tell me: a farmer has TWELVE sheep and all but five of them run away. How many?",
                "a farmer has twelve sheep and all but five of them ran away",
                "Note that, as is known, the quick brown fox jumps over the lazy dog then it rests for hours",
            ], against: #"["exam.jsonl", "exam.txt"]"#)
        #expect(found.accepted.count == 1)
        #expect(
            found.rejected.map { $0["reason"] }
                == ["overlaps 'exam.jsonl'", "overlaps 'exam.txt'"])
        #expect(found.rejected.map { $0["detail"]?["line"] } == [2, 2])
        #expect(
            found.rejected[0]["detail"]?["words"]
                == "a farmer has twelve sheep and all but five of them run away")
    }

    @Test(arguments: [#""exam.txt""#, #"{"dataset": "exam.txt"}"#, #"["exam.txt"]"#])
    func `takes one evaluation file without a list`(against: String) async throws {
        let found = try await Self.run(
            ["the quick brown fox jumps over the lazy dog then it rests for hours", "Why?"],
            against: against)
        #expect(found.accepted.map { $0["prompt"] } == ["Why?"])
    }

    @Test func `compares shorter evaluation texts whole, but not the shortest`() async throws {
        let found = try await Self.run(
            [
                "Please name the largest of all the moons of Saturn now", "Why is the sky blue?",
                "the largest of all the moons",
            ], against: #"["short.json", "exam.jsonl"]"#)
        #expect(found.accepted.count == 2)
        #expect(found.rejected.map { $0["reason"] } == ["overlaps 'short.json'"])
    }

    @Test func `looks at the named fields and word counts only`() async throws {
        let answer = "Five sheep are left on the farm that day, as it was said, not seven"
        let whole = try await Self.run([answer], against: #"["exam.jsonl"]"#)
        #expect(whole.rejected.count == 1)
        let questions = try await Self.run(
            [answer], against: #"[{"dataset": "exam.jsonl", "fields": ["question"]}]"#)
        #expect(questions.accepted.count == 1)
        let short = try await Self.run(
            ["of them run away"], against: #"["exam.jsonl"]"#, more: #", "n": 3"#)
        #expect(short.rejected.count == 1)
    }

    @Test func `looks at every turn of a conversation`() async throws {
        let turns = """
            [{"role": "user", "content": "Hello"}, {"role": "assistant",
              "content": "The quick brown fox jumps over the lazy dog, then it rests for an hour"}]
            """
        let found = try await runSteadily(
            """
            "in": {"type": "read", "records": [{"prompt": \(turns)}]},
            "clean": {"type": "decontaminate", "input": "in", "fields": ["prompt"],
              "against": ["exam.txt"]},
            "out": {"type": "write", "input": "clean", "dataset": "out"}
            """, files: Self.files)
        #expect(found.rejected.count == 1)
    }

    @Test func `names evaluation files that are not there or hold nothing`() async throws {
        let gone = try problems(
            """
            "in": {"type": "read", "records": [{"prompt": "x"}]},
            "clean": {"type": "decontaminate", "input": "in", "fields": ["promt"],
              "against": ["gone.jsonl"]},
            "out": {"type": "write", "input": "clean", "dataset": "out"}
            """)
        #expect(gone.map(\.code) == ["stage.missingFile"])
        #expect(gone.first?.line == 4)
        let error = await #expect(throws: InvalidDocument.self) {
            try await Self.run(
                ["x"], against: #"[{"dataset": "exam.jsonl", "fields": ["questoin"]}]"#)
        }
        #expect(error?.problems.map(\.code) == ["decontaminate.empty"])
        #expect(error?.problems.first?.help == "did you mean 'question'?")
    }
}
