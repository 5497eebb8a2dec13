import Dataflow
import JSON
import Synchronization
import Testing

@Suite struct `A run` {
    /// Splits each record in three after a random while, drops some, joins two arms.
    static let document = """
        {"schemaVersion": 1, "stages": {
          "numbers": {"type": "read", "to": 40},
          "split": {"type": "split", "input": "numbers"},
          "odd": {"type": "odd", "input": "split"},
          "slow": {"type": "slow", "input": "split"},
          "both": {"type": "mix", "input": ["odd", "slow"]},
          "sums": {"type": "sum", "input": "both"},
          "once": {"type": "unique", "input": "sums"},
          "out": {"type": "write", "input": "once"}}}
        """

    static func stages(jitter: Bool) -> ClosureStages {
        let wait: @Sendable () async throws -> Void = {
            if jitter { for _ in 0..<Int.random(in: 0..<20) { await Task.yield() } }
        }
        return ClosureStages(
            each: [
                "split": { record, _ in
                    try await wait()
                    return (0..<3).map { .make(["k": .integer($0)]) }
                },
                "odd": { record, _ in
                    try await wait()
                    let n = record["n"]?.integer ?? 0
                    return n % 2 == 1 ? [.pass] : [.reject(Rejection("even"))]
                },
                "slow": { record, _ in
                    try await wait()
                    return [.make(["slow": true])]
                },
            ],
            group: [
                "sum": { records in
                    records.map { .make(["n": .integer(($0["n"]?.integer ?? 0) / 2)], from: [$0]) }
                }
            ])
    }

    @Test(arguments: [1, 2, 7, 64])
    func `gives the same records in the same order whatever the window and the timing`(
        window: Int
    ) async throws {
        let expected = MemorySink()
        _ = try await Run(
            makeGraph(Self.document, Self.stages(jitter: false)),
            options: .init(window: 1, seed: 7), memory: MemoryJournal()
        ).execute(into: expected)
        let found = MemorySink()
        let run = try Run(
            makeGraph(Self.document, Self.stages(jitter: true)),
            options: .init(window: window, seed: 7), memory: MemoryJournal())
        _ = try await run.execute(into: found)
        #expect(await found.account == expected.account)
        #expect(await found.accepted.count == 20)
    }

    @Test func `counts created as passed plus rejected in every stage`() async throws {
        let sink = MemorySink()
        _ = try await Run(
            makeGraph(Self.document, Self.stages(jitter: true)), options: .init(seed: 1),
            memory: MemoryJournal()
        ).execute(into: sink)
        let totals = await sink.totals
        #expect(totals["split"]?.created == 120)
        #expect(totals["odd"]?.rejected == 60)
        for (stage, counts) in totals {
            #expect(counts.created == counts.passed + counts.rejected, "\(stage)")
        }
    }

    @Test(arguments: [1, 5, 40])
    func `opens no more source records than its window`(window: Int) async throws {
        let open = Mutex((now: 0, most: 0))
        let stages = ClosureStages(each: [
            "watch": { _, _ in
                open.withLock {
                    $0.now += 1
                    $0.most = max($0.most, $0.now)
                }
                for _ in 0..<10 { await Task.yield() }
                open.withLock { $0.now -= 1 }
                return [.pass]
            }
        ])
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 100},
              "watch": {"type": "watch", "input": "numbers"},
              "out": {"type": "write", "input": "watch"}}}
            """, stages)
        _ = try await Run(
            graph, options: .init(window: window, seed: 0), memory: MemoryJournal()
        ).execute(into: MemorySink())
        #expect(open.withLock { $0.most } <= window)
    }

    @Test func `names stage and record when a stage throws`() async throws {
        struct Broken: Error {}
        let stages = ClosureStages(each: [
            "break": { record, _ in
                if record["n"] == 3 { throw Broken() }
                return [.pass]
            }
        ])
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 5},
              "break": {"type": "break", "input": "numbers"},
              "out": {"type": "write", "input": "break"}}}
            """, stages)
        let error = await #expect(throws: RunError.self) {
            try await Run(graph, options: .init(seed: 0), memory: MemoryJournal())
                .execute(into: MemorySink())
        }
        guard case .stageFailed("break", _, _, _ as Broken) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
    }

    @Test func `takes sources in turn by their weights`() async throws {
        let sink = MemorySink()
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "a": {"type": "read", "to": 4, "weight": 2},
              "b": {"type": "read", "to": 5},
              "out": {"type": "write", "input": ["a", "b"]}}}
            """, ClosureStages())
        _ = try await Run(graph, options: .init(seed: 0), memory: MemoryJournal())
            .execute(into: sink)
        #expect(
            await sink.sourceRecords.map(\.source) == ["a", "a", "b", "a", "a", "b", "b", "b", "b"])
    }
}

@Suite struct `A target` {
    static func graph(target: Int, keepEvery divisor: Int, draws: Int = 100) throws -> Graph {
        try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 10},
              "pick": {"type": "pick", "input": "numbers"},
              "out": {"type": "write", "input": "pick", "target": \(target), "draws": \(draws)}}}
            """,
            ClosureStages(each: [
                "pick": { record, context in
                    let keeps = context.seed(for: record.id) % UInt64(divisor) == 0
                    return [keeps ? .pass : .reject(Rejection("bad luck"))]
                }
            ]))
    }

    @Test(arguments: [1, 9, 50])
    func `is met exactly, by reading the sources again with fresh seeds`(target: Int) async throws {
        let graph = try Self.graph(target: target, keepEvery: 3)
        var accounts: [[String]] = []
        for window in [1, 16] {
            let sink = MemorySink()
            _ = try await Run(
                graph, options: .init(window: window, seed: 5), memory: MemoryJournal()
            ).execute(into: sink)
            #expect(await sink.accepted.count == target)
            accounts.append(await sink.account)
        }
        #expect(accounts[0] == accounts[1])
    }

    @Test func `out of reach ends with the rate that was found`() async throws {
        let graph = try Self.graph(target: 50, keepEvery: 3, draws: 2)
        let error = await #expect(throws: RunError.self) {
            try await Run(graph, options: .init(seed: 5), memory: MemoryJournal())
                .execute(into: MemorySink())
        }
        guard case .targetOutOfReach(_, 50, 20, 2, _, _, _) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
    }

    @Test func `out of reach because nothing is accepted ends after a few draws`() async throws {
        let stages = ClosureStages(each: ["none": { _, _ in [.reject(Rejection("never"))] }])
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 10},
              "none": {"type": "none", "input": "numbers"},
              "out": {"type": "write", "input": "none", "target": 5, "draws": 1000}}}
            """, stages)
        // However far a wide window has read ahead.
        for window in [1, 4, 32] {
            let error = await #expect(throws: RunError.self) {
                try await Run(
                    graph, options: .init(window: window, seed: 0), memory: MemoryJournal()
                ).execute(into: MemorySink())
            }
            guard case .targetOutOfReach(0, 5, 30, 3, true, _, _) = error else {
                Issue.record("found \(String(describing: error))")
                continue
            }
        }
    }
}

@Suite struct `Remembered calls` {
    static let document = """
        {"schemaVersion": 1, "stages": {
          "numbers": {"type": "read", "to": 20},
          "ask": {"type": "ask", "input": "numbers"},
          "out": {"type": "write", "input": "ask"}}}
        """

    static func stages(failingAfter limit: Int = .max) -> ClosureStages {
        struct Killed: Error {}
        let calls = Counter()
        return ClosureStages(each: [
            "ask": { record, context in
                let key = CallKey(model: "m", request: record["n"] ?? .null)
                let answer = try await context.answer(to: key) {
                    guard calls.next() < limit else { throw Killed() }
                    return ["square": .integer((record["n"]?.integer ?? 0) * 2)]
                }
                return [.make(["answer": answer], call: key)]
            }
        ])
    }

    /// A counter that closures may share.
    final class Counter: Sendable {
        private let count = Atomic(0)
        func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).oldValue }
    }

    @Test(arguments: [0, 1, 7, 19])
    func `are not made again after a run broke off, and the result is the same`(
        limit: Int
    ) async throws {
        let undisturbed = MemorySink()
        _ = try await Run(
            makeGraph(Self.document, Self.stages()), options: .init(seed: 3),
            memory: MemoryJournal()
        ).execute(into: undisturbed)

        let journal = MemoryJournal()
        await #expect(throws: (any Error).self) {
            try await Run(
                makeGraph(Self.document, Self.stages(failingAfter: limit)),
                options: .init(seed: 3), memory: journal
            ).execute(into: MemorySink())
        }
        let resumed = MemorySink()
        _ = try await Run(
            makeGraph(Self.document, Self.stages()), options: .init(seed: 3), memory: journal
        ).execute(into: resumed)
        #expect(await resumed.account == undisturbed.account)
        #expect(journal.computed == 20)
    }

    @Test func `known ones are answered while draining, new ones are not made`() async throws {
        let journal = MemoryJournal()
        let interruption = Interruption()
        interruption.drain()
        await #expect(throws: RunInterrupted.self) {
            try await Run(
                makeGraph(Self.document, Self.stages()), options: .init(seed: 3), memory: journal,
                interruption: interruption
            ).execute(into: MemorySink())
        }
        #expect(journal.computed == 0)
    }
}
