import Dataflow
import JSON
import TestSupport
import Testing

/// A document of rounds over `round.json`, and what comes of it.
private struct RoundsDocument {
    let folder: TemporaryFolder
    let stages: ClosureStages

    /// - Parameters:
    ///   - round: The stages of the document that is included.
    ///   - evolve: The keys of the stage that includes it.
    init(round: String, evolve: String, sources: String = #""seeds": {"type": "read", "to": 4},"#)
        throws
    {
        folder = try TemporaryFolder()
        try folder.write("round.json", #"{"schemaVersion": 1, "stages": {\#n\#(round)\#n}}"#)
        try folder.write(
            "outer.json",
            """
            {"schemaVersion": 1, "stages": {
              \(sources)
              "evolve": {"type": "pipeline", "document": "round.json"\(evolve)},
              "out": {"type": "write", "input": "evolve"}}}
            """)
        stages = ClosureStages(each: [
            "double": { record, _ in
                let n = record["n"]?.integer ?? 0
                return [.make(["n": .integer(2 * n)]), .make(["n": .integer(2 * n + 1)])]
            },
            "ask": { record, context in
                let key = CallKey(model: "m", request: .integer(record["n"]?.integer ?? 0))
                _ = try await context.answer(to: key) { "said" }
                return [.pass]
            },
            "needy": { record, _ in [.make(["fresh": true])] },
        ])
    }

    func graph() throws -> Graph {
        try Graph(
            PipelineDocument(path: folder.appending(path: "outer.json").path),
            registry: StageRegistry(stages.registry.kinds + [.classes, .needing("fresh")]))
    }

    func run(window: Int = 4) async throws -> MemorySink {
        let sink = MemorySink()
        _ = try await Run(graph(), options: .init(window: window, seed: 1), memory: MemoryJournal())
            .execute(into: sink)
        return sink
    }

    /// The problems of it, as `line code`.
    var problems: [String] {
        do {
            _ = try graph()
            return []
        } catch let error as InvalidDocument {
            return error.problems.map { "\($0.line ?? 0) \($0.code)" }
        } catch { return ["\(error)"] }
    }
}

extension StageKind {
    /// Brings all records of the run with the same "n" modulo 3 together, and sums them.
    fileprivate static let classes = StageKind(name: "classes", summary: "", settings: []) {
        preparation in
        PreparedStage(work: .gather(Classes()), fields: preparation.fields)
    }

    /// Needs a field and makes none.
    fileprivate static func needing(_ field: String) -> StageKind {
        StageKind(name: "needing", summary: "", settings: []) { preparation in
            preparation.require([field], for: "input")
            return PreparedStage(work: .merge, fields: FieldSet(["n"]))
        }
    }
}

private struct Classes: GatherStage {
    func makeHold() -> any RecordHold { Hold() }

    private final class Hold: RecordHold, @unchecked Sendable {
        // Called by one task at a time, as the protocol promises.
        private var records: [Int: [Record]] = [:]

        func take(_ record: Record, isSide: Bool) {
            records[(record["n"]?.integer ?? 0) % 3, default: []].append(record)
        }

        func next() -> [GroupOutcome]? {
            guard let key = records.keys.min(), let group = records.removeValue(forKey: key) else {
                return nil
            }
            let sum = group.reduce(0) { 3 * $0 + ($1["n"]?.integer ?? 0) } % 1_000
            return [.make(["n": .integer(sum)], from: group)] + group.map { .pass($0) }
        }
    }
}

private let doubling = """
    "from": {"type": "read", "to": 1},
    "asked": {"type": "ask", "input": "from"},
    "two": {"type": "double", "input": "asked"},
    "to": {"type": "write", "input": "two"}
    """

@Suite struct `Rounds` {
    @Test func `are fed each by the one before, the first by the input`() async throws {
        let document = try RoundsDocument(
            round: doubling, evolve: #", "input": "seeds", "rounds": 3"#)
        #expect(
            try document.graph().nodes.map(\.name) == [
                "seeds", "evolve/1/asked", "evolve/1/two", "evolve/2/asked", "evolve/2/two",
                "evolve/3/asked", "evolve/3/two", "out",
            ])
        let sink = try await document.run()
        #expect(await sink.accepted.map { $0["n"]?.integer } == (0..<32).map { $0 })
        let totals = await sink.totals
        #expect(totals["evolve/3/two"]?.created == 32)
        #expect(totals.values.allSatisfy { $0.created == $0.passed + $0.rejected })
    }

    @Test func `without an input begin with the document's own sources`() async throws {
        let document = try RoundsDocument(
            round: doubling.replacing(#""to": 1"#, with: #""to": 2"#), evolve: #", "rounds": 2"#,
            sources: "")
        #expect(try document.graph().nodes.first?.name == "evolve/1/from")
        #expect(try await document.run().accepted.count == 8)
    }

    @Test func `may give the records of all of them`() async throws {
        let document = try RoundsDocument(
            round: doubling, evolve: #", "input": "seeds", "rounds": 3, "collect": "all""#)
        let accepted = try await document.run().accepted
        #expect(accepted.count == 8 + 16 + 32)
        #expect(Set(accepted.map(\.id)).count == 56)
    }

    @Test func `of one are the document itself, but for its name`() async throws {
        let once = try RoundsDocument(round: doubling, evolve: #", "input": "seeds", "rounds": 1"#)
        let plain = try RoundsDocument(round: doubling, evolve: #", "input": "seeds""#)
        let (one, other) = (try await once.run().accepted, try await plain.run().accepted)
        #expect(one.map { $0["n"] } == other.map { $0["n"] })
        #expect(try once.graph().nodes[1].name == "evolve/1/asked")
    }

    @Test(arguments: [1, 2, 7, 32])
    func `with stages that gather the run give the same records whatever the window`(
        window: Int
    ) async throws {
        let document = try RoundsDocument(
            round: """
                "from": {"type": "read", "to": 1},
                "asked": {"type": "ask", "input": "from"},
                "classes": {"type": "classes", "input": "asked"},
                "once": {"type": "unique", "input": "classes"},
                "to": {"type": "write", "input": "once"}
                """, evolve: #", "input": "seeds", "rounds": 4, "collect": "all""#,
            sources: #""seeds": {"type": "read", "to": 9},"#)
        let (sink, expected) = (
            try await document.run(window: window), try await document.run(window: 1)
        )
        #expect(await sink.account == expected.account)
        #expect(await sink.accepted.count > 36)
        let last = try #require(await sink.sourceRecords.last)
        #expect(last.source == "evolve/4/classes")
    }

    @Test func `in a document that has rounds itself nest`() async throws {
        let document = try RoundsDocument(
            round: """
                "from": {"type": "read", "to": 1},
                "inner": {"type": "pipeline", "document": "inner.json", "input": "from", "rounds": 2},
                "to": {"type": "write", "input": "inner"}
                """, evolve: #", "input": "seeds", "rounds": 2"#)
        try document.folder.write(
            "inner.json", #"{"schemaVersion": 1, "stages": {\#(doubling)}}"#)
        #expect(try await document.run().accepted.count == 4 * 16)
        #expect(try document.graph().nodes.contains { $0.name == "evolve/2/inner/1/two" })
    }

    @Test func `that pass everything on can be many`() async throws {
        let document = try RoundsDocument(
            round: """
                "from": {"type": "read", "to": 1},
                "to": {"type": "write", "input": "from"}
                """, evolve: #", "input": "seeds", "rounds": 64"#)
        #expect(try await document.run().accepted.count == 4)
    }

    @Test(arguments: [
        (#", "rounds": 0"#, "3 stage.wrongType"), (#", "rounds": "two""#, "3 stage.wrongType"),
        (#", "rounds": 2, "collect": "some""#, "3 stage.wrongType"),
        (#", "round": 2"#, "3 stage.unknownKey"), (#", "collect": "all""#, "3 rounds.missing"),
    ])
    func `that are not said rightly are refused`(evolve: String, problem: String) throws {
        let document = try RoundsDocument(round: doubling, evolve: #", "input": "seeds""# + evolve)
        #expect(document.problems.first == problem)
    }

    @Test func `of a document without a source are refused`() throws {
        let document = try RoundsDocument(
            round: """
                "a": {"type": "ask", "input": "b"},
                "to": {"type": "write", "input": "a"}
                """, evolve: #", "rounds": 2"#, sources: "")
        #expect(document.problems.contains("3 rounds.noSource"))
    }

    @Test func `have what is wrong in all of them told once`() throws {
        let document = try RoundsDocument(
            round: """
                "from": {"type": "read", "to": 1},
                "wrong": {"type": "asc", "input": "from"},
                "lost": {"type": "ask", "input": "form", "key": 1},
                "to": {"type": "write", "input": ["wrong", "lost"]}
                """, evolve: #", "input": "seeds", "rounds": 3"#)
        #expect(
            document.problems == [
                "3 stage.unknownType", "4 graph.unknownStage", "4 stage.unknownKey",
            ])
    }

    @Test func `have a field missed that the round before does not hand on`() throws {
        let document = try RoundsDocument(
            round: """
                "from": {"type": "read", "to": 1},
                "needs": {"type": "needing", "input": "from"},
                "to": {"type": "write", "input": "needs"}
                """, evolve: #", "input": "fresh", "rounds": 2"#,
            sources: """
                "seeds": {"type": "read", "to": 4},
                "fresh": {"type": "needy", "input": "seeds"},
                """)
        // Closures keep the fields of what comes in, so the first round misses it too.
        #expect(document.problems == ["3 fields.unknown"])
    }
}
