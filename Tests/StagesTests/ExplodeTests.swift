import Dataflow
import Datasets
import Foundation
import JSON
import TestSupport
import Testing

@Suite struct `An explode stage` {
    private static func explode(
        _ records: String, _ settings: String
    ) async throws -> (accepted: [JSONObject], rejected: [JSONObject]) {
        try await runSteadily(
            """
            "in": {"type": "read", "records": \(records)},
            "one": {"type": "explode", "input": "in", "field": "answers"\(settings)},
            "out": {"type": "write", "input": "one", "dataset": "out"}
            """)
    }

    @Test func `makes a record of each element, in the list's order`() async throws {
        let records = #"[{"prompt": "a", "answers": ["x", "y"]}, {"prompt": "b", "answers": [3]}]"#
        let plain = try await Self.explode(records, "")
        #expect(
            plain.accepted.map { [$0["prompt"], $0["answers"]] } == [
                ["a", "x"], ["a", "y"], ["b", 3],
            ])
        let named = try await Self.explode(records, #", "into": "response", "index": "n""#)
        #expect(
            named.accepted.map { [$0["response"], $0["n"], $0["answers"]] }
                == [["x", 0, nil], ["y", 1, nil], [3, 0, nil]])
    }

    @Test func `gives a record the members of an element, in the place of its own fields`()
        async throws
    {
        let found = try await Self.explode(
            """
            [{"prompt": "a", "model": "?", "answers": [
               {"response": "x", "model": "one"}, {"response": "y", "model": "two", "score": 1}]}]
            """, #", "spread": true, "index": "n""#)
        #expect(
            found.accepted.map {
                [$0["prompt"], $0["response"], $0["model"], $0["score"], $0["n"]]
            }
                == [["a", "x", "one", nil, 0], ["a", "y", "two", 1, 1]])
    }

    @Test func `takes apart what a group stage has put together`() async throws {
        let records = #"[{"p": "a", "n": 1}, {"p": "b", "n": 2}, {"p": "a", "n": 3}]"#
        let found = try await runSteadily(
            """
            "in": {"type": "read", "records": \(records)},
            "same": {"type": "group", "input": "in", "by": "p", "over": "run"},
            "one": {"type": "explode", "input": "same", "field": "records", "spread": true},
            "out": {"type": "write", "input": "one", "dataset": "out"}
            """)
        #expect(found.accepted.map { [$0["p"], $0["n"]] } == [["a", 1], ["a", 3], ["b", 2]])
    }

    @Test func `rejects a record without elements, and one whose field is no list`() async throws {
        let found = try await Self.explode(
            #"[{"answers": []}, {"answers": "x"}, {"answers": null}, {"answers": ["z"]}]"#, "")
        #expect(found.accepted.map { $0["answers"] } == ["z"])
        #expect(
            found.rejected.map { $0["reason"] }
                == ["empty list", "'answers' has the wrong form", "no 'answers'"])
        #expect(found.rejected[0]["detail"] == .null)
        let error = found.rejected[1]["detail"]?["error"]?.string
        #expect(error == "the field 'answers' must be a list, found a string")
        let bare = try await Self.explode(
            #"[{"answers": [{"a": 1}, 7]}, {"answers": [{"a": 2}]}]"#, #", "spread": true"#)
        #expect(bare.accepted.map { $0["a"] } == [2])
        #expect(
            bare.rejected.first?["detail"]?["error"]?.string?.contains("a number at index 1")
                == true)
    }

    @Test func `passes what its condition leaves out untouched`() async throws {
        let found = try await Self.explode(
            #"[{"answers": ["x", "y"], "k": 1}, {"answers": ["x", "y"], "k": 2}]"#,
            #", "when": "k == 1""#)
        #expect(found.accepted.map { $0["answers"] } == ["x", "y", ["x", "y"]])
    }

    @Test func `leaves an ancestry that leads back to the list`() async throws {
        let folder = try TemporaryFolder()
        let document = try folder.write(
            "test.json",
            """
            {"schemaVersion": 1, "stages": {
              "in": {"type": "read", "records": [{"answers": ["x", "y"]}]},
              "one": {"type": "explode", "input": "in", "field": "answers"},
              "out": {"type": "write", "input": "one", "dataset": "out"}}}
            """)
        try await runScripted(document, into: folder.appending(path: "out"))
        let reader = try DatasetReader(folder: folder.appending(path: "out"))
        let last = try #require(try all(reader.records()).last)
        let ancestry = try reader.ancestry(of: last["id"]?.string ?? "")
        #expect(ancestry.map(\.stage) == ["in", "one"])
        #expect(
            ancestry[0].fields["answers"] == ["x", "y"] && ancestry[1].fields["answers"] == "y")
        #expect(ancestry[1].number == 1)
    }

    @Test func `has its settings checked`() throws {
        func codes(_ settings: String) throws -> [String] {
            try problems(
                """
                "in": {"type": "read", "records": [{"answers": [1]}]},
                "one": {"type": "explode", "input": "in", \(settings)},
                "out": {"type": "write", "input": "one", "dataset": "out"}
                """
            ).map(\.code)
        }
        #expect(try codes(#""field": "answer""#) == ["fields.unknown"])
        #expect(try codes(#""field": "answers", "into": "a", "index": "a""#) == ["explode.index"])
        #expect(try codes(#""field": "answers", "into": "a", "spread": true"#) == ["explode.into"])
        #expect(try codes(#""field": "answers", "into": "a", "index": "n""#).isEmpty)
    }
}
