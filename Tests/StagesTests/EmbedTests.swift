import Dataflow
import JSON
import TestSupport
import Testing

@Suite struct `Embed and semantic deduplication` {
    static func document(_ texts: [String], threshold: String = "") -> String {
        let records = JSON.array(texts.map { ["prompt": .string($0)] }).text
        return """
            "in": {"type": "read", "records": \(records)},
            "meant": {"type": "embed", "input": "in", "model": "m"},
            "once": {"type": "deduplicate", "input": "meant", "method": "semantic"\(threshold)},
            "out": {"type": "write", "input": "once", "dataset": "out"}
            """
    }

    @Test func `keep the first of what means the same, and resume to the same bytes`() async throws
    {
        let found = try await runSteadily(
            Self.document([
                "the cat sleeps on the mat", "on the mat the cat sleeps", "rain falls in spring",
                "the cat sleeps on the mat", "in spring falls rain",
            ]), models: ["m"])
        #expect(
            found.accepted.map { $0["prompt"] }
                == ["the cat sleeps on the mat", "rain falls in spring"])
        #expect(found.rejected.allSatisfy { $0["reason"] == "same meaning" })
        #expect(found.rejected[0]["detail"]?["of"] == found.accepted[0]["id"])
        #expect((found.rejected[0]["detail"]?["cosine"]?.double ?? 0) > 0.999)
    }

    @Test func `make vectors of length one`() async throws {
        let found = try await runSteadily(Self.document(["one text", "another"]), models: ["m"])
        for record in found.accepted {
            let numbers = record["embedding"]?.array?.compactMap(\.double) ?? []
            #expect(numbers.count == ScriptedModel.dimensions)
            #expect(abs(numbers.reduce(0) { $0 + $1 * $1 } - 1) < 1e-6)
        }
    }

    @Test func `reject empty texts, and say which models make no embeddings`() async throws {
        let found = try await runSteadily(Self.document(["a text", " "]), models: ["m"])
        #expect(found.rejected.map { $0["reason"] } == ["nothing to embed"])
        let error = await #expect(throws: RunError.self) {
            try await run(
                #"[{"prompt": "p"}]"#, #""meant": {"type": "embed", "input": "in", "model": "m"}"#,
                last: "meant", models: ["m": Parrot(text: "x")])
        }
        #expect("\(error as Any)".contains("makes no embeddings"))
    }

    @Test func `need an embedding to compare`() async throws {
        let made = try await run(
            #"[{"prompt": "p"}]"#,
            #""once": {"type": "deduplicate", "input": "in", "method": "semantic", "field": "prompt"}"#,
            last: "once")
        #expect(made.accepted.isEmpty)
        #expect(made.rejected.map { $0["reason"] } == ["'prompt' has the wrong form"])
        let problem = made.rejected.first?["detail"]?["error"]?.string
        #expect(problem?.contains("a list of numbers") == true)
        let found = try problems(
            """
            "in": {"type": "read", "records": [{"prompt": "x"}]},
            "once": {"type": "deduplicate", "input": "in", "method": "semantic"},
            "exact": {"type": "deduplicate", "input": "once", "threshold": 0.5},
            "out": {"type": "write", "input": "exact", "dataset": "out"}
            """)
        #expect(found.map(\.code) == ["fields.unknown", "deduplicate.threshold"])
    }

    @Test(arguments: [("semantic", ["deduplicate.turns"]), ("minhash", []), ("exact", [])])
    func `have no turns that a comparison could take`(method: String, codes: [String]) throws {
        let found = try problems(
            """
            "in": {"type": "read", "records": [{"v": "x"}]},
            "once": {"type": "deduplicate", "input": "in", "field": "v", "method": "\(method)",
              "turns": "all"},
            "out": {"type": "write", "input": "once", "dataset": "out"}
            """)
        #expect(found.map(\.code) == codes)
    }
}
