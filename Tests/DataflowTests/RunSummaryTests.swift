import Dataflow
import JSON
import Synchronization
import Testing

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

    @Test func `show the end's records among the stages`() async throws {
        let (run, summary) = try await run(#""numbers": {"type": "read", "to": 10}"#)
        let snapshot = run.progress.snapshot
        let end = try #require(snapshot.stages.last)
        #expect(end.name == "out" && end.counts.passed == 5 && end.counts.created == 5)
        #expect(snapshot.accepted == summary.accepted)
    }

    @Test(.timeLimit(.minutes(1)))
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
