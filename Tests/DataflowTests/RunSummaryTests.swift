import Dataflow
import JSON
import Synchronization
import Testing

/// Counts how often it is told to stop its programs, and asks a model about each record.
private final class Finishing: RecordStage {
    private let state = Mutex((processed: 0, finished: 0))
    let fails: Bool

    init(fails: Bool) { self.fails = fails }

    var counts: [Int] { state.withLock { [$0.processed, $0.finished] } }

    func process(_ record: Record, in context: StageContext) async throws -> [Outcome] {
        state.withLock { $0.processed += 1 }
        if fails { throw CancellationError() }
        return [.pass]
    }

    func finish() async { state.withLock { $0.finished += 1 } }
}

@Suite struct `A pilot` {
    @Test(arguments: [false, true])
    func `takes each source record through the graph once, and stops the stages' programs`(
        fails: Bool
    ) async throws {
        let stage = Finishing(fails: fails)
        let kind = StageKind(name: "finishing", summary: "", settings: []) { preparation in
            PreparedStage(work: .each(stage), fields: preparation.fields)
        }
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 9},
              "finishing": {"type": "finishing", "input": "numbers"},
              "out": {"type": "write", "input": "finishing"}}}
            """, StageRegistry(ClosureStages().registry.kinds + [kind]))
        let run = Run(graph, options: .init(window: 2, seed: 1), memory: MemoryJournal())
        if fails {
            await #expect(throws: (any Error).self) { try await run.pilot(sources: 5) }
            #expect(stage.counts[1] == 1)
        } else {
            let pilot = try await run.pilot(sources: 5)
            #expect(stage.counts == [5, 1])
            #expect(pilot.accounts.map(\.records) == Array(repeating: [1, 1, 1], count: 5))
            #expect(pilot.available == 9)
        }
    }
}

@Suite struct `The totals of a run` {
    private func run(_ stages: String, target: Int? = nil) async throws -> (Run, Run.Summary) {
        let limit = target.map { #", "target": \#($0)"# } ?? ""
        let kinds = ClosureStages(each: [
            "even": { record, _ in
                let isEven = (record["n"]?.integer ?? 0).isMultiple(of: 2)
                return isEven ? [.pass] : [.reject(Rejection("odd"))]
            }
        ])
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {\(stages),
              "even": {"type": "even", "input": "numbers"},
              "out": {"type": "write", "input": "even"\(limit)}}}
            """, kinds)
        let run = Run(graph, options: .init(window: 4, seed: 1), memory: MemoryJournal())
        return (run, try await run.execute(into: MemorySink()))
    }

    @Test func `count each source record once, however often the sources are read`() async throws {
        let numbers = #""numbers": {"type": "read", "to": 10}"#
        let (_, once) = try await run(numbers)
        #expect(once.sources == 10 && once.readings == 1 && once.accepted == 5)
        let (_, often) = try await run(numbers, target: 12)
        #expect(often.sources == 10 && often.readings == 3 && often.accepted == 12)
        #expect(often.sourceRecords > 20)
        let (_, part) = try await run(numbers, target: 2)
        #expect(part.sources == 3 && part.readings == 1)
    }

    @Test func `count no group among the source records, nor a second reading twice`() async throws
    {
        let holder = HoldingKinds(target: 50)
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 10},
              "all": {"type": "hold", "input": "numbers"},
              "out": {"type": "write", "input": "all"}}}
            """, holder.registry)
        let run = Run(graph, options: .init(window: 4, seed: 1), memory: MemoryJournal())
        let error = await #expect(throws: RunError.self) {
            try await run.execute(into: MemorySink())
        }
        guard case .targetOutOfReach(10, 50, 10, 1, _, _, _) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        let found = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 10},
              "all": {"type": "hold", "input": "numbers"},
              "out": {"type": "write", "input": "all"}}}
            """, HoldingKinds(target: nil).registry)
        let summary = try await Run(found, options: .init(seed: 1), memory: MemoryJournal())
            .execute(into: MemorySink())
        #expect(summary.sources == 10 && summary.readings == 1 && summary.accepted == 10)
        #expect(summary.sourceRecords == 20)
    }

    /// The answers that a wide window, or a pilot before, was given for source records that the run
    /// did not need are not of the dataset.
    @Test(arguments: [1, 16])
    func `count the tokens of the answers that were used`(window: Int) async throws {
        var kinds = ClosureStages(each: [
            "ask": { record, context in
                let number = record["n"]?.integer ?? 0
                let answer = try await context.answer(
                    to: CallKey(model: "m", request: .integer(number))
                ) {
                    ["tokens": .integer(10 + number)]
                }
                return [.make(["answer": answer])]
            }
        ])
        kinds.sink = SinkSettings(target: 3, drawLimit: 1, folder: "")
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 40},
              "ask": {"type": "ask", "input": "numbers"},
              "out": {"type": "write", "input": "ask"}}}
            """, kinds)
        let memory = MemoryJournal()
        let pilot = Run(graph, options: .init(window: window, seed: 1), memory: memory)
        let accounts = try await pilot.pilot(sources: 20).accounts
        let run = Run(graph, options: .init(window: window, seed: 1), memory: memory)
        _ = try await run.execute(into: MemorySink())
        #expect(run.progress.snapshot.stages.map(\.tokens) == [0, 10 + 11 + 12, 0])
        #expect(accounts.prefix(3).reduce(0) { $0 + $1.tokens[1] } == 33)
    }

    @Test func `show the end's records among the stages`() async throws {
        let (run, summary) = try await run(#""numbers": {"type": "read", "to": 10}"#)
        let snapshot = run.progress.snapshot
        let end = try #require(snapshot.stages.last)
        #expect(end.name == "out" && end.counts.passed == 5 && end.counts.created == 5)
        #expect(snapshot.accepted == summary.accepted)
    }

    @Test(.timeLimit(.minutes(10)))
    func `show how many records wait for an earlier source record`() async throws {
        let others = Mutex<Run?>(nil)
        let kinds = ClosureStages(each: [
            "slow": { record, _ in
                // The first source record goes on when the three others of the window wait.
                while record["n"] == 0,
                    others.withLock({ $0 })?.progress.snapshot.waitingRecords != 3
                {
                    await Task.yield()
                }
                return [.pass]
            }
        ])
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 10},
              "slow": {"type": "slow", "input": "numbers"},
              "out": {"type": "write", "input": "slow"}}}
            """, kinds)
        let run = Run(graph, options: .init(window: 4, seed: 1), memory: MemoryJournal())
        #expect(run.progress.snapshot.waitingRecords == 0)
        others.withLock { $0 = run }
        _ = try await run.execute(into: MemorySink())
        #expect(run.progress.snapshot.waitingRecords == 0)
        #expect(run.progress.snapshot.accepted == 10)
    }

    @Test func `show what came too late at the end as rejected`() async throws {
        var kinds = ClosureStages(each: [
            "triple": { _, _ in (0..<3).map { .make(["k": .integer($0)]) } }
        ])
        kinds.sink = SinkSettings(target: 4, drawLimit: 1, folder: "")
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 10},
              "triple": {"type": "triple", "input": "numbers"},
              "out": {"type": "write", "input": "triple"}}}
            """, kinds)
        let run = Run(graph, options: .init(window: 2, seed: 1), memory: MemoryJournal())
        _ = try await run.execute(into: MemorySink())
        let end = try #require(run.progress.snapshot.stages.last)
        #expect(end.counts.created == 6 && end.counts.passed == 4 && end.counts.rejected == 2)
    }
}
