import Dataflow
import Formatting
import JSON
import TestSupport
import Testing

@Suite struct `A document` {
    /// The problems of a document, as code and line.
    func problems(_ text: String) throws -> [String] {
        do {
            _ = try makeGraph(text, ClosureStages(each: ["keep": { _, _ in [.pass] }]))
            return []
        } catch let error as InvalidDocument {
            return error.problems.map { "\($0.line ?? 0) \($0.code)" }
        }
    }

    @Test func `is told all of its problems at once, each with its line`() throws {
        let found = try problems(
            """
            {
              "schemaVersion": 1,
              "stagse": {},
              "stages": {
                "numbers": {"type": "read", "too": 3},
                "a": {"type": "kep", "input": "numbers"},
                "b": {"type": "keep", "input": "numbres"},
                "c": {"type": "keep"},
                "out": {"type": "write", "input": ["a", "b", "c"],
                  "target": "many"}
              }
            }
            """)
        #expect(
            found == [
                "3 document.unknownKey", "5 stage.missingKey", "5 stage.unknownKey",
                "6 stage.unknownType", "7 graph.unknownStage",
                "8 stage.missingKey", "10 stage.wrongType",
            ])
    }

    @Test func `with a cycle is refused, naming the way around`() throws {
        let text = """
            {"schemaVersion": 1, "stages": {
              "a": {"type": "keep", "input": "b"},
              "b": {"type": "keep", "input": "a"},
              "out": {"type": "write", "input": "b"}}}
            """
        let error = #expect(throws: InvalidDocument.self) {
            try makeGraph(text, ClosureStages(each: ["keep": { _, _ in [.pass] }]))
        }
        #expect(error?.problems.map(\.code) == ["graph.cycle"])
        #expect(error?.description.contains("→") == true)
    }

    @Test(arguments: [
        ("{", "1 document.syntax"), ("[]", "1 document.form"),
        (#"{"schemaVersion": 1, "stages": {}}"#, "1 document.noStages"),
        (#"{"schemaVersion": 1, "seed": 1, "seed": 2, "stages": {}}"#, "1 document.repeatedKey"),
    ])
    func `that is no pipeline at all gets one clear error`(text: String, problem: String) throws {
        #expect(try problems(text).first == problem)
    }

    @Test func `says of a model whether texts may spell control tokens`() throws {
        let folder = try TemporaryFolder()
        let url = try folder.write(
            "models.json",
            """
            {"schemaVersion": 1, "models": {
              "a": {"source": "x"}, "b": {"source": "x", "trustControlTokens": true},
              "c": {"source": "x", "trustControlTokens": false}}, "stages": {}}
            """)
        let models = try PipelineDocument(path: url.path).models
        #expect(models.map(\.trustsControlTokens) == [false, true, false])
        let found = try problems(
            """
            {"schemaVersion": 1, "models": {
              "a": {"source": "x", "trustControlTokens": 1},
              "b": {"source": "x", "trustControlToken": true}},
             "stages": {"n": {"type": "read", "to": 3}}}
            """)
        #expect(found.prefix(2) == ["2 document.type", "3 document.unknownKey"])
    }

    @Test func `may include another as one stage, fed by its own sources or by an input`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "inner.json",
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 3},
              "same": {"type": "keep", "input": "numbers"},
              "out": {"type": "write", "input": "same"}}}
            """)
        let outer = try folder.write(
            "outer.json",
            """
            {"schemaVersion": 1, "stages": {
              "first": {"type": "pipeline", "document": "inner.json"},
              "second": {"type": "pipeline", "document": "inner.json", "input": "first"},
              "out": {"type": "write", "input": "second"}}}
            """)
        let graph = try Graph(
            PipelineDocument(path: outer.path),
            registry: ClosureStages(each: ["keep": { _, _ in [.pass] }]).registry)
        #expect(graph.nodes.map(\.name) == ["first/numbers", "first/same", "second/same", "out"])
    }

    @Test func `that includes itself is refused`() throws {
        let text = """
            {"schemaVersion": 1, "stages": {
              "again": {"type": "pipeline", "document": "test.json"},
              "out": {"type": "write", "input": "again"}}}
            """
        let error = #expect(throws: InvalidDocument.self) { try makeGraph(text, ClosureStages()) }
        #expect(error?.problems.first?.code == "graph.includeCycle")
    }

    @Test func `near misses are suggested`() {
        #expect(nearestName(to: "genarate", in: ["generate", "filter"]) == "generate")
        #expect(nearestName(to: "zzz", in: ["generate", "filter"]) == nil)
    }
}
