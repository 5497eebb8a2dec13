import JSON
import Synchronization
import Testing

@testable import Dataflow

@Suite struct `A question that several records ask at once` {
    private struct Broken: Error {}
    private static let key = CallKey(model: "m", request: "q")

    /// A run in which `count` records ask one question; each call does `body` with its number.
    private static func ask(
        _ count: Int, memory: MemoryJournal = MemoryJournal(),
        _ body: @escaping @Sendable (Int) async throws -> JSON
    ) async throws -> (run: Run, sink: MemorySink, calls: Int) {
        let calls = Atomic(0)
        let stages = ClosureStages(each: [
            "ask": { record, context in
                let answer = try await context.answer(to: key) {
                    try await body(calls.add(1, ordering: .relaxed).newValue)
                }
                return [.make(["answer": answer])]
            }
        ])
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": \(count)},
              "asked": {"type": "ask", "input": "numbers"},
              "out": {"type": "write", "input": "asked"}}}
            """, stages)
        let run = Run(graph, options: .init(window: count, seed: 0), memory: memory)
        let sink = MemorySink()
        _ = try await run.execute(into: sink)
        return (run, sink, calls.load(ordering: .relaxed))
    }

    @Test func `is answered once, for all of them`() async throws {
        let asked = try await Self.ask(32) { _ in
            for _ in 0..<200 { await Task.yield() }
            return ["text": "yes", "tokens": 3]
        }
        #expect(asked.calls == 1)
        #expect(await asked.sink.accepted.count == 32)
        #expect(await asked.sink.accepted.allSatisfy { $0["answer"]?["text"] == "yes" })
    }

    @Test func `counts as one call made and the others remembered`() async throws {
        let asked = try await Self.ask(32) { _ in
            await Task.yield()
            return ["tokens": 3]
        }
        var expected = CallFigures()
        (expected.made, expected.remembered) = (1, 31)
        (expected.tokens, expected.tokensMade) = (96, 3)
        #expect(asked.run.callFigures[1] == expected)
    }

    @Test func `is asked again by the next when the one that asked it fails`() async throws {
        let calls = CallsInFlight()
        #expect(try await calls.enter(Self.key) == nil)
        async let second = calls.enter(Self.key)
        async let third = calls.enter(Self.key)
        while calls.waiters(for: Self.key) < 2 { await Task.yield() }
        calls.leave(Self.key, with: nil)
        while calls.waiters(for: Self.key) == 2 { await Task.yield() }
        // One of the two now makes the call; its answer is the other's, too.
        calls.leave(Self.key, with: "yes")
        let answers = try await [second, third]
        #expect(answers.count { $0 == nil } == 1)
        #expect(answers.count { $0 == "yes" } == 1)
        #expect(try await calls.enter(Self.key) == nil)
    }

    @Test func `is waited for until the task is cancelled, which disturbs no other`() async throws {
        let calls = CallsInFlight()
        #expect(try await calls.enter(Self.key) == nil)
        let patient = Task { try await calls.enter(Self.key) }
        while calls.waiters(for: Self.key) < 1 { await Task.yield() }
        let cancelled = Task { try await calls.enter(Self.key) }
        while calls.waiters(for: Self.key) < 2 { await Task.yield() }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        calls.leave(Self.key, with: "yes")
        #expect(try await patient.value == "yes")
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await calls.enter(Self.key)
        }
        // Nobody makes the call any more: the next that asks makes it, cancelled or not.
        #expect(try await late.value == nil)
    }

    @Test func `is answered for each by itself when its call fails at one`() async throws {
        let failure = await #expect(throws: RunError.self) {
            try await Self.ask(4) { _ in throw Broken() }
        }
        guard case .stageFailed("asked", _, _, _ as Broken) = failure else {
            Issue.record("found \(String(describing: failure))")
            return
        }
    }
}
