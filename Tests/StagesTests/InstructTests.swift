import Dataflow
import JSON
import Stages
import Testing

@Suite struct `An instruct stage` {
    static let prompts = #"[{"prompt": "Why do leaves fall?"}, {"prompt": "Name three rivers."}]"#

    @Test func `draws instructions that verify can judge`() async throws {
        let (records, _) = try await run(
            Self.prompts,
            """
            "drawn": {"type": "instruct", "input": "in", "minCount": 2, "maxCount": 3},
            "answered": {"type": "map", "input": "drawn", "set": {"response": "'Owls, and more owls.'"}},
            "judged": {"type": "verify", "input": "answered", "method": "instructions"}
            """, last: "judged")
        #expect(records.count == 2)
        for record in records {
            let instructions = try #require(record["instructions"]?.array)
            #expect((1...3).contains(instructions.count))
            #expect(record["wordings"]?.array?.count == instructions.count)
            #expect(instructions.allSatisfy { $0["kwargs"]?.string != nil })
            #expect(record["verdict"]?["verifier"] == "instructions")
            #expect((0...1).contains(record["verdict"]?["score"]?.double ?? -1))
        }
    }

    @Test func `draws only what has a weight, the same for the same seed`() async throws {
        let stages = """
            "drawn": {"type": "instruct", "input": "in", "kinds": {"startend": 1, "startend:quotation": 0}}
            """
        let (records, _) = try await run(Self.prompts, stages, last: "drawn")
        #expect(
            records.allSatisfy { $0["instructions"]?.array?.first?["id"] == "startend:end_checker" }
        )
        let again = try await run(Self.prompts, stages, last: "drawn").accepted
        #expect(records.map { $0["instructions"] } == again.map { $0["instructions"] })
    }

    @Test func `names a kind that does not exist`() async throws {
        await #expect(throws: (any Error).self) {
            try await run(
                Self.prompts,
                #""drawn": {"type": "instruct", "input": "in", "kinds": {"keyword": 1}}"#,
                last: "drawn")
        }
    }
}

@Suite struct `A verify stage` {
    @Test func `compares final answers with the true ones`() async throws {
        let (records, _) = try await run(
            """
            [{"response": "So \\\\boxed{0.5}", "answer": "1/2"}, {"response": "#### 3", "answer": 4},
             {"response": "no gold", "answer": null}]
            """,
            #""judged": {"type": "verify", "input": "in", "method": "math"}"#, last: "judged")
        #expect(records.map { $0["verdict"]?["passed"] } == [true, false, nil])
        #expect(records[1]["verdict"]?["detail"] == "answered 3, not 4")
    }

    @Test func `reads loosely where it is told to`() async throws {
        let record = """
            [{"response": "Sure!\\n\\"Owls.\\"",
              "instructions": [{"id": "startend:quotation", "kwargs": "{}"}]}]
            """
        for (reading, passes) in [("strict", false), ("loose", true)] {
            let (records, _) = try await run(
                record,
                """
                "judged": {"type": "verify", "input": "in", "method": "instructions", "reading": "\(reading)"}
                """, last: "judged")
            #expect(records[0]["verdict"]?["passed"] == .bool(passes))
        }
    }

    @Test func `rejects records with instructions that nobody knows`() async throws {
        let found = try await run(
            #"[{"response": "a", "instructions": [{"id": "keywords:none", "kwargs": "{}"}]}]"#,
            #""judged": {"type": "verify", "input": "in", "method": "instructions"}"#,
            last: "judged")
        #expect(found.accepted.isEmpty)
        #expect(found.rejected.map { $0["reason"] } == ["unusable instruction"])
    }
}
