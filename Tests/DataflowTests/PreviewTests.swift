import Dataflow
import JSON
import Testing

@Suite struct `A preview` {
    /// Asks about each number, drops odd ones, pairs what is left with its half.
    private static let document = """
        {"schemaVersion": 1, "stages": {
          "numbers": {"type": "read", "to": 10},
          "ask": {"type": "ask", "input": "numbers"},
          "even": {"type": "even", "input": "ask"},
          "once": {"type": "unique", "input": "even"},
          "out": {"type": "write", "input": "once", "target": 1}}}
        """

    private static func stages(withholding: Bool = false) -> ClosureStages {
        ClosureStages(each: [
            "ask": { record, context in
                let n = record["n"] ?? .null
                let key = CallKey(model: "m", request: n)
                let answer = try await context.answer(to: key) {
                    if withholding { throw WithheldCall(question: ["about": n]) }
                    return ["text": .string("about \(n.text)"), "tokens": 2]
                }
                return [.make(["answer": answer["text"] ?? .null], call: key)]
            },
            "even": { record, _ in
                (record["n"]?.integer ?? 0) % 2 == 0
                    ? [.pass] : [.reject(Rejection("odd", detail: record["n"]))]
            },
        ])
    }

    private func run(
        withholding: Bool = false, upTo stage: String? = nil, memory: any CallMemory
    ) throws -> Run {
        let whole = try makeGraph(Self.document, Self.stages(withholding: withholding))
        return Run(
            stage.map { whole.upTo([$0]) } ?? whole, options: .init(window: 2, seed: 3),
            memory: memory)
    }

    @Test func `shows what every stage made, asked and rejected, in order`() async throws {
        let preview = try await run(memory: MemoryJournal()).preview(sources: 3)
        #expect(preview.sources.count == 3 && preview.sources.allSatisfy(\.isFinished))
        #expect(preview.stages.map(\.name) == ["numbers", "ask", "even", "once", "out"])
        let ask = preview.stages[1]
        #expect(ask.records.map { $0.made["answer"] } == ["about 0", "about 1", "about 2"])
        #expect(ask.records.map(\.source) == [0, 1, 2])
        #expect(ask.calls.map { $0.content["text"] } == ["about 0", "about 1", "about 2"])
        #expect(ask.records.map(\.call) == ask.calls.map(\.key))
        let even = preview.stages[2]
        #expect(even.counts.passed == 2 && even.counts.rejected == 1)
        #expect(even.records.map(\.reason) == ["odd"] && even.records[0].detail == 1)
        // The target of one rejects nothing.
        #expect(preview.arrived.map { $0.fields["n"] } == [0, 2])
        #expect(preview.stages[4].counts.created == 2)
    }

    @Test func `follows the records of the run, and the run finds its answers`() async throws {
        let memory = MemoryJournal()
        let preview = try await run(memory: memory).preview(sources: 3)
        #expect(memory.computed == 3)
        let sink = MemorySink()
        _ = try await run(memory: memory).execute(into: sink)
        #expect(memory.computed == 3)
        #expect(await sink.accepted.map(\.id) == preview.arrived.prefix(1).map(\.id))
    }

    @Test func `up to a stage asks nothing after it`() async throws {
        let memory = MemoryJournal()
        let preview = try await run(upTo: "numbers", memory: memory).preview(sources: 3)
        #expect(memory.computed == 0)
        #expect(preview.stages.map(\.name) == ["numbers"])
        #expect(preview.stages[0].records.count == 3)
    }

    @Test func `of fewer source records than asked for shows those`() async throws {
        let preview = try await run(memory: MemoryJournal()).preview(sources: 50)
        #expect(preview.sources.count == 10)
    }

    @Test func `without answers shows the questions, and which stages wait for them`()
        async throws
    {
        let preview = try await run(withholding: true, memory: MemoryJournal()).preview(sources: 2)
        #expect(preview.sources.allSatisfy { !$0.isFinished })
        #expect(preview.stages[0].records.map { $0.made["n"] } == [0, 1])
        #expect(preview.stages[1].calls.map(\.content) == [["about": 0], ["about": 1]])
        #expect(preview.stages[1].calls.allSatisfy { !$0.isAnswered })
        #expect(preview.stages.map(\.waitsFor) == [nil, nil, "ask", "ask", "ask"])
        #expect(preview.arrived.isEmpty)
    }

    @Test func `of one source among several takes its source records alone`() async throws {
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "a": {"type": "read", "to": 4, "weight": 3},
              "b": {"type": "read", "to": 9},
              "even": {"type": "even", "input": "b"},
              "both": {"type": "mix", "input": ["a", "even"]},
              "once": {"type": "unique", "input": "both"},
              "out": {"type": "write", "input": "once"}}}
            """, Self.stages())
        let preview = try await Run(
            graph.upTo(["even"]), options: .init(window: 4, seed: 3), memory: MemoryJournal()
        ).preview(sources: 3)
        #expect(preview.sources.map(\.stage) == ["b", "b", "b"])
        #expect(preview.stages.map(\.name) == ["b", "even"])
        #expect(preview.stages[1].counts.created == 3)
    }

    @Test func `throws what a stage throws`() async throws {
        struct Broken: Error {}
        let graph = try makeGraph(
            Self.document,
            ClosureStages(each: ["ask": { _, _ in throw Broken() }, "even": { _, _ in [] }]))
        await #expect(throws: RunError.self) {
            _ = try await Run(graph, options: .init(seed: 1), memory: MemoryJournal())
                .preview(sources: 2)
        }
    }
}
