import Chat
import Dataflow
import JSON
import Stages
import TestSupport
import Testing

/// The problems of a document of these stages, as `line code`.
func problems(_ stages: String, models: [String] = []) throws -> [Problem] {
    let folder = try TemporaryFolder()
    let names = models.map { #""\#($0)": {"source": "x"}"# }.joined(separator: ", ")
    let document = try folder.write(
        "test.json", "{\"schemaVersion\": 1, \"models\": {\(names)}, \"stages\": {\n\(stages)\n}}")
    do {
        _ = try Graph(
            PipelineDocument(path: document.path),
            registry: .builtIn(models: LanguageModelRegistry()))
        return []
    } catch { return error.problems }
}

@Suite struct `A group stage` {
    static let answers = """
        "in": {"type": "read", "records": [
          {"prompt": "a", "task": "x", "n": 1}, {"prompt": "b", "task": "y", "n": 2},
          {"prompt": "a", "task": "z", "n": 3}, {"prompt": "c", "task": "y", "n": 4},
          {"prompt": "b", "task": "x", "n": 5}]}
        """

    @Test func `over the run gathers records of different sources, in canonical order`()
        async throws
    {
        let found = try await runSteadily(
            """
            \(Self.answers),
            "same": {"type": "group", "input": "in", "by": "prompt", "gather": "n", "into": "all",
              "keep": ["task"], "over": "run"},
            "out": {"type": "write", "input": "same", "dataset": "out"}
            """)
        #expect(found.accepted.map { $0["all"] } == [[1, 3], [2, 5], [4]])
        #expect(found.accepted.map { $0["task"] } == ["x", "y", "y"])
        #expect(found.accepted.allSatisfy { $0.keys == ["id", "prompt", "task", "all"] })
    }

    @Test func `over a source record gathers what was made of it, and resumes to the same bytes`()
        async throws
    {
        let found = try await runSteadily(
            """
            \(Self.answers),
            "ask": {"type": "generate", "input": "in", "model": "m", "into": "response",
              "samples": 3, "truncated": "keep"},
            "all": {"type": "group", "input": "ask", "by": ["prompt", "n"], "gather": ["response"]},
            "out": {"type": "write", "input": "all", "dataset": "out"}
            """, models: ["m"])
        #expect(found.accepted.count == 5)
        #expect(found.accepted.allSatisfy { $0["records"]?.array?.count == 3 })
        #expect(found.accepted[0]["records"]?.array?[0]["response"]?.string != nil)
    }

    @Test func `feeds stages that call models, one group after the other`() async throws {
        let found = try await runSteadily(
            """
            \(Self.answers),
            "all": {"type": "group", "input": "in", "by": "task", "over": "run"},
            "text": {"type": "map", "input": "all", "set": {"prompt": "'about ' ~ task"}},
            "ask": {"type": "generate", "input": "text", "model": "m", "into": "response",
              "samples": 2, "truncated": "keep"},
            "again": {"type": "group", "input": "ask", "by": "task", "gather": "response",
              "over": "run"},
            "out": {"type": "write", "input": "again", "dataset": "out"}
            """, models: ["m"])
        #expect(found.accepted.map { $0["task"] } == ["x", "y", "z"])
        #expect(found.accepted.allSatisfy { $0["records"]?.array?.count == 2 })
    }

    @Test func `names fields that are not there`() throws {
        let found = try problems(
            """
            \(Self.answers),
            "all": {"type": "group", "input": "in", "by": "promt", "keep": ["tasks"]},
            "out": {"type": "write", "input": "all", "dataset": "out"}
            """)
        #expect(found.map(\.code) == ["fields.unknown", "fields.unknown"])
    }
}

@Suite struct `A split stage` {
    static func document(_ part: String, salt: String = "", seed: String = "in") -> String {
        let records = (0..<200).map {
            #"{"prompt": "Question \#($0)"}, {"prompt": "question  \#($0)"}"#
        }
        .joined(separator: ",")
        return """
            "\(seed)": {"type": "read", "records": [\(records)]},
            "halves": {"type": "split", "input": "\(seed)", "by": "prompt", "salt": "\(salt)",
              "parts": {"sft": 3, "preference": 1}},
            "out": {"type": "write", "input": "halves.\(part)", "dataset": "out"}
            """
    }

    static func prompts(_ records: [JSONObject]) -> Set<String> {
        Set(records.compactMap { $0["prompt"]?.string?.lowercased().replacing("  ", with: " ") })
    }

    @Test func `gives parts that share nothing, the same in every document`() async throws {
        let sft = try await runSteadily(Self.document("sft"))
        let preference = try await runSteadily(Self.document("preference", seed: "other"))
        let (one, other) = (Self.prompts(sft.accepted), Self.prompts(preference.accepted))
        #expect(one.isDisjoint(with: other))
        #expect(one.union(other).count == 200)
        #expect((130...170).contains(one.count))
        #expect(sft.accepted.count == 2 * one.count)
        #expect(sft.accepted.count + sft.rejected.count == 400)
        #expect(
            Set(sft.rejected.map { $0["reason"]?.string })
                == ["in part 'preference', which nothing takes"])
    }

    @Test func `draws other parts with another salt`() async throws {
        let one = try await runSteadily(Self.document("sft"))
        let other = try await runSteadily(Self.document("sft", salt: "again"))
        #expect(Self.prompts(one.accepted) != Self.prompts(other.accepted))
    }

    @Test func `feeds every part where it is taken`() async throws {
        let found = try await runSteadily(
            """
            "in": {"type": "read", "records": [\((0..<50).map { #"{"n": \#($0)}"# }.joined(separator: ","))]},
            "parts": {"type": "split", "input": "in", "by": "n", "parts": {"a": 1, "b": 1, "c": 1}},
            "one": {"type": "map", "input": "parts.a", "set": {"part": "'a'"}},
            "two": {"type": "map", "input": ["parts.b", "parts.c"], "set": {"part": "'b or c'"}},
            "out": {"type": "write", "input": ["one", "two"], "dataset": "out"}
            """)
        #expect(found.accepted.count == 50)
        #expect(Set(found.accepted.compactMap { $0["part"]?.string }) == ["a", "b or c"])
    }

    @Test func `must have its parts named by those that take them`() throws {
        func found(_ input: String, parts: String = #"{"a": 1, "b": 1}"#) throws -> [Problem] {
            try problems(
                """
                "in": {"type": "read", "records": [{"n": 1}]},
                "halves": {"type": "split", "input": "in", "by": "n", "parts": \(parts)},
                "out": {"type": "write", "input": "\(input)", "dataset": "out"}
                """)
        }
        #expect(try found("halves").map(\.code) == ["graph.partMissing"])
        #expect(try found("halves").first?.help == "choose of: halves.a, halves.b")
        #expect(try found("halves.aa").first?.help == "did you mean 'a'?")
        #expect(try found("halves.aa").first?.line == 4)
        #expect(try found("in.a").map(\.code).contains("graph.unknownPart"))
        #expect(try found("halves.a", parts: #"{"a": 1}"#).map(\.code) == ["split.parts"])
        #expect(try found("halves.a", parts: #"{"a": 0, "b": 0}"#).map(\.code) == ["split.parts"])
        #expect(
            try found("halves.a", parts: #"{"a": 1, "b.c": 1}"#).map(\.code) == ["split.partName"])
    }
}

@Suite struct `A join stage` {
    static let people = """
        "people": {"type": "read", "records": [
          {"name": "Ada", "city": "L"}, {"name": "Bo", "city": "P"}, {"name": "Cy", "city": null},
          {"name": "Di", "city": "L"}]}
        """
    static let cities = """
        "cities": {"type": "read", "records": [
          {"city": "P", "land": "F"}, {"city": "L", "land": "E", "name": "Londinium"},
          {"city": "R", "land": "I"}, {"city": "L", "land": "U"}, {"city": null, "land": "?"}]}
        """

    static func join(_ more: String = "") async throws -> (
        accepted: [JSONObject], rejected: [JSONObject]
    ) {
        try await runSteadily(
            """
            \(people), \(cities),
            "both": {"type": "join", "input": "people", "with": "cities", "by": "city",
              "over": "run"\(more)},
            "out": {"type": "write", "input": "both", "dataset": "out"}
            """)
    }

    static func reasons(_ records: [JSONObject]) -> [String: Int] {
        records.reduce(into: [:]) { $0[$1["reason"]?.string ?? "", default: 0] += 1 }
    }

    @Test func `makes a record of every two with the same key, and keeps account of the others`()
        async throws
    {
        let found = try await Self.join()
        #expect(
            found.accepted.map { [$0["name"], $0["land"]] }
                == [["Ada", "E"], ["Ada", "U"], ["Bo", "F"], ["Di", "E"], ["Di", "U"]])
        #expect(Self.reasons(found.rejected) == ["no match": 1, "never found": 2])
    }

    @Test func `may keep what finds nothing, and put the other record into a field`() async throws {
        let found = try await Self.join(#", "unmatched": "keep", "into": "place""#)
        #expect(
            found.accepted.map { [$0["name"], $0["place"]?["land"]] }
                == [
                    ["Ada", "E"], ["Ada", "U"], ["Bo", "F"], ["Cy", nil], ["Di", "E"], ["Di", "U"],
                ])
        #expect(found.accepted[0]["place"]?["name"] == "Londinium")
        #expect(Self.reasons(found.rejected) == ["never found": 2])
    }

    @Test func `brings two ways of one source record together again`() async throws {
        let found = try await runSteadily(
            """
            \(Self.people),
            "long": {"type": "generate", "input": "asked", "model": "m", "into": "long",
              "truncated": "keep"},
            "asked": {"type": "map", "input": "people", "set": {"prompt": "'about ' ~ name"}},
            "some": {"type": "filter", "input": "asked", "where": "name != 'Bo'"},
            "other": {"type": "generate", "input": "some", "model": "n", "into": "short",
              "truncated": "keep"},
            "both": {"type": "join", "input": "long", "with": "other", "by": "name"},
            "out": {"type": "write", "input": "both", "dataset": "out"}
            """, models: ["m", "n"])
        #expect(found.accepted.map { $0["name"] } == ["Ada", "Cy", "Di"])
        #expect(found.accepted.allSatisfy { $0["long"] != nil && $0["short"] != nil })
        #expect(Self.reasons(found.rejected)["no match"] == 1)
    }

    @Test func `of records that can never meet is refused`() throws {
        let found = try problems(
            """
            \(Self.people), \(Self.cities),
            "both": {"type": "join", "input": "people", "with": "cities", "by": "city"},
            "out": {"type": "write", "input": "both", "dataset": "out"}
            """)
        #expect(found.map(\.code) == ["join.sources"])
        #expect(found.first?.help == #"add "over": "run""#)
        #expect(found.first?.message.contains("stage 'both'") == true)
    }

    @Test func `needs its key on both sides, and "with" on no other kind`() throws {
        let found = try problems(
            """
            \(Self.people), \(Self.cities),
            "both": {"type": "join", "input": "people", "with": "cities", "by": "land",
              "over": "run"},
            "all": {"type": "mix", "input": "both", "with": "cities"},
            "out": {"type": "write", "input": "all", "dataset": "out"}
            """)
        #expect(found.map(\.code) == ["fields.unknown", "stage.unknownKey"])
    }
}
