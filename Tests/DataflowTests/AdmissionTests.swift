import Dataflow
import JSON
import Synchronization
import Testing

/// A run with a target opens no more source records than the target is likely to need.
@Suite struct `A run with a target` {
    /// Passes every `divisor`th source record `copies` times, and counts those that it sees.
    private func run(
        target: Int, every divisor: Int, copies: Int = 1, window: Int
    ) async throws -> (opened: Int, needed: Int, account: [String]) {
        let opened = Atomic(0)
        let stages = ClosureStages(each: [
            "pick": { record, _ in
                opened.add(1, ordering: .relaxed)
                for _ in 0..<Int.random(in: 0..<8) { await Task.yield() }
                guard (record["n"]?.integer ?? 0) % divisor == 0 else {
                    return [.reject(Rejection("not this one"))]
                }
                return (0..<copies).map { .make(["copy": .integer($0)]) }
            }
        ])
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 5000},
              "pick": {"type": "pick", "input": "numbers"},
              "out": {"type": "write", "input": "pick", "target": \(target)}}}
            """, stages)
        let sink = MemorySink()
        let summary = try await Run(
            graph, options: .init(window: window, seed: 1), memory: MemoryJournal()
        ).execute(into: sink)
        #expect(summary.accepted == target)
        return (
            opened.load(ordering: .relaxed), summary.sourceRecords, await sink.account
        )
    }

    @Test(arguments: [1, 3, 10, 50], [1, 7, 40])
    func `accepts the same whatever the window, and opens few source records in vain`(
        divisor: Int, target: Int
    ) async throws {
        let expected = try await run(target: target, every: divisor, window: 1)
        // One at a time, none is opened in vain.
        #expect(expected.opened == expected.needed)
        for window in [4, 32, 1_000] {
            let found = try await run(target: target, every: divisor, window: window)
            #expect(found.account == expected.account, "window \(window)")
            #expect(found.opened <= found.needed + divisor - 1, "window \(window)")
        }
    }

    @Test(arguments: [1, 32])
    func `that the first source record fills opens one`(window: Int) async throws {
        let found = try await run(target: 1, every: 1, window: window)
        #expect(found.opened == 1)
        let many = try await run(target: 1, every: 1, copies: 4, window: window)
        #expect(many.opened == 1)
    }

    @Test func `fills its window where the target is far`() async throws {
        let open = Mutex((now: 0, most: 0))
        let stages = ClosureStages(each: [
            "watch": { _, _ in
                open.withLock {
                    $0.now += 1
                    $0.most = max($0.most, $0.now)
                }
                while open.withLock({ $0.most }) < 16 { await Task.yield() }
                open.withLock { $0.now -= 1 }
                return [.pass]
            }
        ])
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 1000},
              "watch": {"type": "watch", "input": "numbers"},
              "out": {"type": "write", "input": "watch", "target": 100}}}
            """, stages)
        _ = try await Run(graph, options: .init(window: 16, seed: 1), memory: MemoryJournal())
            .execute(into: MemorySink())
        #expect(open.withLock { $0.most } == 16)
    }
}
