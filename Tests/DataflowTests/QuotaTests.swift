import JSON
import Testing

@testable import Dataflow

@Suite struct Quotas {
    /// Numbers get a colour by chance: one in twelve is red, the others green or blue.
    private func graph(_ quotas: QuotaSettings, draws: Int = 100) throws -> Graph {
        var stages = ClosureStages(each: [
            "paint": { record, context in
                let chance = context.seed(for: record.id) % 12
                return [
                    .make(["paint": ["colour": chance == 0 ? "red" : chance < 6 ? "green" : "blue"]]
                    )
                ]
            }
        ])
        stages.sink = SinkSettings(
            target: quotas.total, drawLimit: draws, folder: "", quotas: quotas)
        return try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 30},
              "paint": {"type": "paint", "input": "numbers"},
              "out": {"type": "write", "input": "paint"}}}
            """, stages)
    }

    private func settings(_ counts: KeyValuePairs<String, Int>) -> QuotaSettings {
        QuotaSettings(
            field: "paint.colour", counts: counts.map { .init(value: $0, count: $1) })
    }

    @Test func `are met exactly, by the same records whatever the concurrency`() async throws {
        let graph = try graph(settings(["red": 5, "green": 20, "blue": 0]))
        var accounts: [[String]] = []
        for window in [1, 7, 64] {
            let sink = MemorySink()
            _ = try await Run(
                graph, options: .init(window: window, seed: 3), memory: MemoryJournal()
            ).execute(into: sink)
            let colours = await sink.accepted.map { $0["paint"]?["colour"]?.string }
            #expect(colours.count { $0 == "red" } == 5)
            #expect(colours.count { $0 == "green" } == 20)
            #expect(colours.count == 25)
            let reasons = await Set(sink.rejected.map { $0.rejection?.reason })
            #expect(reasons == ["quota reached"])
            for counts in await sink.totals.values {
                #expect(counts.created == counts.passed + counts.rejected)
            }
            accounts.append(await sink.account)
        }
        #expect(accounts[0] == accounts[1] && accounts[1] == accounts[2])
    }

    @Test func `reject values that they do not name`() async throws {
        let sink = MemorySink()
        _ = try await Run(
            graph(settings(["blue": 3])), options: .init(seed: 3), memory: MemoryJournal()
        ).execute(into: sink)
        let reasons = await Set(sink.rejected.map { $0.rejection?.reason })
        #expect(reasons.contains("no quota for it"))
    }

    @Test(arguments: [1, 64])
    func `out of reach end with the rates that were found`(window: Int) async throws {
        let graph = try graph(settings(["green": 4, "violet": 2]))
        let error = await #expect(throws: RunError.self) {
            try await Run(graph, options: .init(window: window, seed: 3), memory: MemoryJournal())
                .execute(into: MemorySink())
        }
        let text = error?.description ?? ""
        #expect(text.contains("4 of 6 records accepted"))
        #expect(text.contains("paint.colour \"violet\": 0 of 2, 0.0 a source record"), "\(text)")
        #expect(text.contains("120 source records"), "\(text)")
    }

    @Test func `with another target keep their shares and its sum`() {
        let shares = settings(["a": 1, "b": 1, "c": 4])
        #expect(shares.scaled(to: 6) == shares)
        #expect(shares.scaled(to: 10).counts.map(\.count) == [2, 2, 6])
        #expect(shares.scaled(to: 2).counts.map(\.count) == [1, 0, 1])
        for target in 0..<50 { #expect(shares.scaled(to: target).total == target) }
    }
}

@Suite struct `A rehearsal` {
    private static let document = """
        {"schemaVersion": 1, "stages": {
          "numbers": {"type": "read", "to": 20},
          "first": {"type": "first", "input": "numbers"},
          "once": {"type": "unique", "input": "first"},
          "second": {"type": "second", "input": "once"},
          "out": {"type": "write", "input": "second"}}}
        """

    private func graph(second: String, in document: String? = nil) throws -> Graph {
        func ask(_ model: String) -> @Sendable (Record, StageContext) async throws -> [Outcome] {
            { record, context in
                let key = CallKey(model: model, request: record["n"] ?? .null)
                let answer = try await context.answer(to: key) { ["tokens": 2] }
                return [.make(["answer": answer], call: key)]
            }
        }
        return try makeGraph(
            document ?? Self.document,
            ClosureStages(each: ["first": ask("a"), "second": ask(second)]))
    }

    private static func document(withTarget target: Int) -> String {
        document.replacing(
            #""input": "second"}"#, with: #""input": "second", "target": \#(target)}"#)
    }

    @Test func `with a target counts the calls of as many source records as it needs`() async throws
    {
        let memory = MemoryJournal()
        func rehearse(target: Int) async throws -> Rehearsal {
            let wanted = try graph(second: "b", in: Self.document(withTarget: target))
            return try await Run(wanted, options: .init(seed: 1), memory: memory).rehearse()
        }
        let nothing = try await rehearse(target: 5)
        #expect(nothing.stages.map(\.calls.refused) == [0, 5, 0, 0, 0])
        #expect(nothing.expectedYield == 1)

        let ten = try graph(second: "b", in: Self.document(withTarget: 10))
        _ = try await Run(ten, options: .init(window: 1, seed: 1), memory: memory)
            .execute(into: MemorySink())
        let made = try await rehearse(target: 10)
        #expect(made.stages.allSatisfy { $0.calls.refused == 0 })
        #expect([made.finished, made.accepted] == [10, 10])
        let raised = try await rehearse(target: 13)
        #expect(raised.stages.map(\.calls.refused) == [0, 3, 0, 0, 0])
        #expect(raised.sourceRecords.count == 13)
    }

    @Test func `for a raised target goes on beyond what an earlier run has read`() async throws {
        let memory = MemoryJournal()
        let ten = try graph(second: "b", in: Self.document(withTarget: 20))
        let summary = try await Run(ten, options: .init(window: 1, seed: 1), memory: memory)
            .execute(into: MemorySink())
        #expect(summary.accepted == 20)
        let wanted = try graph(second: "c", in: Self.document(withTarget: 30))
        func rehearse(_ graph: Graph) async throws -> Rehearsal {
            try await Run(graph, options: .init(seed: 1), memory: memory)
                .rehearse(known: summary.sourceRecords)
        }
        // The stage `once` rejects what is read again: a draw that brings nothing is the last.
        let barren = try await rehearse(wanted)
        #expect(barren.accepted + barren.sourceRecords.count - barren.finished == 20)
        // Without it every draw brings new source records to ask about.
        let open = Self.document(withTarget: 30)
            .replacing(#""input": "once""#, with: #""input": "first""#)
            .replacing(#""once": {"type": "unique", "input": "first"},"#, with: "")
        let asked = try await rehearse(graph(second: "c", in: open))
        #expect(asked.accepted + asked.sourceRecords.count - asked.finished == 30)
    }

    @Test func `counts a question that several records ask once, as a run would`() async throws {
        let document = """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 20},
              "same": {"type": "same", "input": "numbers"},
              "out": {"type": "write", "input": "same"}}}
            """
        let stages = ClosureStages(each: [
            "same": { _, context in
                _ = try await context.answer(to: CallKey(model: "m", request: "q")) { [:] }
                return [.pass]
            }
        ])
        let rehearsal = try await Run(
            makeGraph(document, stages), options: .init(seed: 1), memory: MemoryJournal()
        ).rehearse()
        #expect(rehearsal.stages.map(\.calls.refused) == [0, 1, 0])
    }

    @Test func `follows what a gathering stage makes once all that it holds is known`() async throws
    {
        let document = """
            {"schemaVersion": 1, "stages": {
              "n0": {"type": "numbers", "first": 0, "count": 6, "weight": 1},
              "n1": {"type": "bundle", "input": "n0", "by": 3},
              "n2": {"type": "second", "input": "n1"},
              "n3": {"type": "write", "input": "n2"}}}
            """
        let second = StageKind(name: "second", summary: "", settings: []) { preparation in
            PreparedStage(work: .each(Asking()), fields: preparation.fields, models: ["m"])
        }
        let kinds = SketchStages(isShuffled: false, sink: nil).registry.kinds + [second]
        let rehearsal = try await Run(
            makeGraph(document, StageRegistry(kinds)), options: .init(seed: 1),
            memory: MemoryJournal()
        ).rehearse()
        #expect(rehearsal.stages.map(\.calls.refused) == [0, 0, 3, 0])
        #expect(rehearsal.stages.map(\.waitsFor) == [nil, nil, nil, "n2"])
    }

    @Test func `says of a stage that sees several records which stage it waits for`() async throws {
        let document = """
            {"schemaVersion": 1, "stages": {
              "a": {"type": "read", "to": 4},
              "b": {"type": "read", "to": 4},
              "ask": {"type": "ask", "input": "a"},
              "once": {"type": "unique", "input": "b"},
              "both": {"type": "mix", "input": ["ask", "once"]},
              "out": {"type": "write", "input": "both"}}}
            """
        let stages = ClosureStages(each: [
            "ask": { record, context in
                let key = CallKey(model: "m", request: record["n"] ?? .null)
                _ = try await context.answer(to: key) { [:] }
                return [.pass]
            }
        ])
        let rehearsal = try await Run(
            makeGraph(document, stages), options: .init(seed: 1), memory: MemoryJournal()
        ).rehearse()
        let waits = rehearsal.stages.compactMap { stage in
            stage.waitsFor.map { "\(stage.name) for \($0)" }
        }
        // No record of `ask` reaches `once`, but a source record of `a` keeps its place before it.
        #expect(waits == ["once for ask", "both for ask", "out for ask"])
    }

    @Test func `counts what is remembered and what a changed stage would ask, and asks nothing`()
        async throws
    {
        let memory = MemoryJournal()
        func rehearse(_ second: String) async throws -> Rehearsal {
            try await Run(graph(second: second), options: .init(seed: 1), memory: memory)
                .rehearse()
        }
        let nothing = try await rehearse("b")
        #expect(nothing.stages.map(\.calls.refused) == [0, 20, 0, 0, 0])
        #expect(nothing.stages.map(\.waitsFor) == [nil, nil, "first", "first", "first"])
        #expect(nothing.finished == 0)

        _ = try await Run(graph(second: "b"), options: .init(seed: 1), memory: memory)
            .execute(into: MemorySink())
        #expect(memory.computed == 40)
        let all = try await rehearse("b")
        #expect(all.stages.map(\.calls.remembered) == [0, 20, 0, 20, 0])
        #expect(all.stages.allSatisfy { $0.calls.refused == 0 && $0.waitsFor == nil })
        #expect(all.finished == 20 && all.accepted == 20)

        let changed = try await rehearse("c")
        #expect(changed.stages.map(\.calls.remembered) == [0, 20, 0, 0, 0])
        #expect(changed.stages.map(\.calls.refused) == [0, 0, 0, 20, 0])
        #expect(memory.computed == 40)
    }
}

/// A stage that asks about every record.
private struct Asking: RecordStage {
    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        _ = try await context.answer(to: CallKey(model: "m", request: record["n"] ?? .null)) { [:] }
        return [.pass]
    }
}
