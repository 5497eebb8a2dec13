import JSON
import TestSupport
import Testing

@Suite struct `Constrained stages` {
    @Test func `give values of the schema, and labels with their probabilities`() async throws {
        let found = try await runSteadily(
            """
            "in": {"type": "read", "records": [{"prompt": "a"}, {"prompt": "b"}, {"prompt": "c"}]},
            "made": {"type": "generate", "input": "in", "model": "m", "into": "made", "schema": {
                "type": "object", "required": ["n"], "additionalProperties": false,
                "properties": {"n": {"type": "integer", "minimum": 3, "maximum": 7}}}},
            "said": {"type": "generate", "input": "made", "model": "m", "into": "said",
                "choices": ["left", "right"]},
            "sorted": {"type": "classify", "input": "said", "model": "m",
                "choices": ["yes", "no"], "into": "fits"},
            "out": {"type": "write", "input": "sorted", "dataset": "out"}
            """, models: ["m"])
        #expect(found.accepted.count == 3)
        for record in found.accepted {
            #expect((3...7).contains(record["made"]?["n"]?.integer ?? 0))
            #expect(["left", "right"].contains(record["said"]?.string))
            #expect(["yes", "no"].contains(record["fits"]?.string))
            let shares = record["fitsProbabilities"]?.object
            #expect(shares?.keys == ["yes", "no"])
            #expect(shares?[record["fits"]?.string ?? ""] == record["fitsProbability"])
            #expect(shares?.values.reduce(0) { $0 + ($1.double ?? 0) } == 1)
            #expect(record["generation"]?["choiceProbabilities"]?.array?.count == 2)
        }
    }

    @Test func `take schemas from records, and reject those that cannot be met`() async throws {
        let found = try await runSteadily(
            """
            "in": {"type": "read", "records": [
                {"prompt": "a", "form": {"enum": ["one", 2]}},
                {"prompt": "b", "form": {"type": "string", "contains": 1}}]},
            "made": {"type": "generate", "input": "in", "model": "m", "into": "made",
                "schemaFrom": "form"},
            "out": {"type": "write", "input": "made", "dataset": "out"}
            """, models: ["m"])
        #expect(found.accepted.count == 1)
        #expect(["one", 2].contains(found.accepted.first?["made"]))
        #expect(found.rejected.map { $0["reason"] } == ["no answer fits the schema"])
        #expect(found.rejected[0]["detail"]?["error"]?.string?.contains("#/contains") == true)
    }

    @Test func `say what is wrong with a document's schema and choices`() throws {
        let found = try problems(
            """
            "in": {"type": "read", "records": [{"prompt": "x"}]},
            "a": {"type": "generate", "input": "in", "model": "m", "into": "a", "schema": {"typ": 1}},
            "b": {"type": "generate", "input": "a", "model": "m", "into": "b", "schema": "none.json"},
            "c": {"type": "generate", "input": "b", "model": "m", "into": "c", "choices": ["x", "x"]},
            "d": {"type": "generate", "input": "c", "model": "m", "into": "d", "choices": ["x"],
                "schema": {"type": "string"}},
            "e": {"type": "classify", "input": "d", "model": "m", "choices": []},
            "out": {"type": "write", "input": "e", "dataset": "out"}
            """, models: ["m"])
        #expect(
            found.map(\.code) == [
                "schema.unusable", "schema.unreadable", "constraint.choices", "constraint.several",
                "constraint.choices",
            ])
    }
}
