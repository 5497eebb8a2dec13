import Dataflow
import JSON
import TestSupport
import Testing

@testable import Stages

@Suite struct `A record's own id` {
    @Test func `moves to a field that is free, and nothing is lost`() async throws {
        let rows = """
            [{"id": "A", "v": 1}, {"id": "A", "source_id": "B", "v": 2}, {"source_id": "D", "v": 3},
             {"source_id": 1, "id": null, "source_id_2": 2, "v": 4}]
            """
        let found = try await run(
            rows, #""all": {"type": "filter", "input": "in", "where": "true"}"#, last: "all")
        let expected: [JSONObject] = [
            ["v": 1, "source_id": "A"], ["source_id": "B", "v": 2, "source_id_2": "A"],
            ["source_id": "D", "v": 3],
            ["source_id": 1, "source_id_2": 2, "v": 4, "source_id_3": .null],
        ]
        let records = found.accepted.map { record in
            var record = record
            #expect(record.keys.first == "id" && record["id"]?.string?.count == 32)
            record["id"] = nil
            return record
        }
        #expect(records == expected)
    }

    @Test(arguments: [
        (#""type": "generate", "model": "m", "into": "id""#, "is that of a record's own id"),
        (#""type": "generate", "model": "m", "into": """#, "is empty"),
        (#""type": "explode", "field": "list", "into": "a.b""#, "'a.b', but a dot"),
        (#""type": "explode", "field": "list", "index": "id""#, "\"index\" names the field 'id'"),
        (#""type": "instruct", "wordings": "id""#, "\"wordings\" names the field 'id'"),
        (#""type": "embed", "model": "m", "into": "id""#, "\"into\" names the field 'id'"),
        (
            #""type": "exec", "program": ["python3"], "makes": ["a", "id"]"#,
            "\"makes/1\" names the field 'id'"
        ),
    ])
    func `is no name for a field that a stage makes`(stage: String, problem: String) async throws {
        let error = await #expect(throws: InvalidDocument.self) {
            try await run(
                #"[{"list": [1]}]"#, #""made": {\#(stage), "input": "in"}"#, last: "made",
                models: ["m": Parrot(text: "x")])
        }
        let found = try #require(error).problems
        #expect(found.map(\.code) == ["stage.fieldName"])
        #expect(found.first?.message.contains(problem) == true, "\(found)")
    }
}
