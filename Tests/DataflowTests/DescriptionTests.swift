import Dataflow
import JSON
import TestSupport
import Testing

@Suite struct `The description of a stage or a model` {
    private let stages = ClosureStages(each: ["keep": { _, _ in [.pass] }])

    private func graph(_ stage: String, model: String = "") throws -> Graph {
        try makeGraph(
            """
            {"schemaVersion": 1, "models": {"m": {"source": "x"\(model)}}, "stages": {
              "in": {"type": "read", "to": 3},
              "a": {"type": "keep", "input": "in"\(stage)},
              "out": {"type": "write", "input": "a"}}}
            """, stages)
    }

    @Test func `is kept, and changes no digest and no fact that decides`() throws {
        let (plain, told) = (try graph(""), try graph(#", "description": "Keeps all.""#))
        #expect(told.nodes.map(\.declaration.description) == [nil, "Keeps all.", nil])
        #expect(plain.fingerprint(seed: 1) == told.fingerprint(seed: 1))
        let (before, after) = (
            StageFacts.of(plain, models: [:]), StageFacts.of(told, models: [:])
        )
        #expect(after["a"]?["description"] == "Keeps all.")
        #expect(StageFacts.changes(from: before, to: after, of: told).isEmpty)
        #expect(after["a"]?["values"] == before["a"]?["values"])
    }

    @Test func `of a model is kept`() throws {
        let folder = try TemporaryFolder()
        let url = try folder.write(
            "models.json",
            """
            {"schemaVersion": 1, "models": {
              "a": {"source": "x", "description": "Writes."}, "b": {"source": "x"}}, "stages": {}}
            """)
        #expect(try PipelineDocument(path: url.path).models.map(\.description) == ["Writes.", nil])
    }

    @Test func `of a stage that includes a document is kept`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "inner.json",
            #"{"schemaVersion": 1, "stages": {"n": {"type": "read", "to": 3}, "o": {"type": "write", "input": "n"}}}"#
        )
        let url = try folder.write(
            "outer.json",
            """
            {"schemaVersion": 1, "stages": {
              "it": {"type": "pipeline", "document": "inner.json", "description": "Counts."},
              "out": {"type": "write", "input": "it"}}}
            """)
        let document = try PipelineDocument(path: url.path)
        #expect(document.problems.isEmpty)
        #expect(document.inclusions.map(\.description) == ["Counts."])
    }

    @Test func `is a string`() throws {
        let found = [(#", "description": 1"#, ""), ("", #", "description": 1"#)].map {
            stage, model in
            #expect(throws: InvalidDocument.self) { try graph(stage, model: model) }?.problems
                .map(\.code)
        }
        #expect(found == [["stage.wrongType"], ["document.type"]])
    }
}
