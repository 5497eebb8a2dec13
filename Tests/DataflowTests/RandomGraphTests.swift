import Dataflow
import Dispatch
import Foundation
import JSON
import Synchronization
import Testing

/// How a graph is run: none of it may change what comes of it.
struct RunConditions: CustomStringConvertible {
    let window: Int
    let threads: Int
    let isShuffled: Bool

    var description: String {
        "window \(window), \(threads) threads\(isShuffled ? ", answers in random order" : "")"
    }

    static let all = [
        RunConditions(window: 1, threads: 1, isShuffled: false),
        RunConditions(window: 8, threads: 2, isShuffled: true),
        RunConditions(window: 256, threads: 1, isShuffled: true),
        RunConditions(window: 256, threads: 2, isShuffled: true),
    ]
}

@Suite struct `A random graph` {
    /// `SYNTHGEN_GRAPHS=500` runs more of them: `make graphs`.
    static let seeds =
        0..<(ProcessInfo.processInfo.environment["SYNTHGEN_GRAPHS"].flatMap { Int($0) } ?? 60)

    @Test(arguments: seeds)
    func `gives what a naive interpreter says, the same under all conditions`(
        seed: Int
    ) async throws {
        var sketch = GraphSketch(seed: UInt64(seed))
        let accepted = NaiveInterpreter(sketch).accepted
        let most = sketch.isExhaustible ? 1 : 3
        if seed % 3 == 0, !accepted.isEmpty {
            sketch.target = 1 + (seed / 3) % (most * accepted.count)
        } else if seed % 3 == 1 {
            for (index, n) in Set(accepted).sorted().prefix(3).enumerated() {
                let there = most * accepted.count { $0 == n }
                sketch.quotas.append((n: n, count: (seed / 3 + index) % (there + 1)))
            }
            if sketch.quotas.allSatisfy({ $0.count == 0 }) { sketch.quotas = [] }
        }
        try await check(sketch)
    }

    @Test func `fans out one record to a thousand`() async throws {
        try await check(
            GraphSketch([
                (.source(first: 0, count: 3, weight: 1), []), (.fan(1_000), [0]), (.ask, [1]),
                (.unique(modulus: 900), [2]), (.sum, [3]), (.sink, [4]),
            ]))
    }

    @Test func `with a diamond of which one arm or both starve comes to its end`() async throws {
        for (left, right) in [(0, 1), (1, 0), (0, 0)] {
            try await check(
                GraphSketch([
                    (.source(first: 0, count: 40, weight: 1), []), (.fan(3), [0]),
                    (.pick(divisor: left), [1]), (.ask, [1]), (.pick(divisor: right), [3]),
                    (.mix, [2, 4]), (.unique(modulus: 50), [5]), (.first, [6]), (.sink, [6, 7]),
                ]))
        }
    }

    private func check(_ sketch: GraphSketch) async throws {
        let expected = NaiveInterpreter(sketch)
        var first: [String]?
        for conditions in RunConditions.all {
            let sink = try await run(sketch, conditions)
            let numbers = await sink.accepted.map { $0["n"]?.integer ?? -1 }
            let comment = Comment(rawValue: "\(conditions)\n\(sketch.quotas)\n\(sketch.document)")
            #expect(numbers == expected.accepted, comment)
            for (index, stage) in sketch.stages.enumerated() {
                let found = await sink.totals[stage.name]
                #expect(
                    [found?.passed ?? 0, found?.rejected ?? 0] == expected.counts[index],
                    Comment(rawValue: "\(stage.name), \(conditions)\n\(sketch.document)"))
            }
            let account = await sink.account
            #expect(first == nil || first == account, comment)
            first = account
        }
    }

    private func run(_ sketch: GraphSketch, _ conditions: RunConditions) async throws -> MemorySink
    {
        let graph = try makeGraph(
            sketch.document,
            SketchStages(isShuffled: conditions.isShuffled, sink: sketch.sink).registry)
        let sink = MemorySink()
        let run = Run(
            graph, options: .init(window: conditions.window, seed: 1), memory: MemoryJournal())
        let threads = ThreadTeam(count: conditions.threads)
        _ = try await withTaskExecutorPreference(threads) { try await run.execute(into: sink) }
        return sink
    }
}

extension GraphSketch {
    /// What the end is told where there are quotas; nil leaves it to the document.
    fileprivate var sink: SinkSettings? {
        guard !quotas.isEmpty else { return nil }
        let settings = QuotaSettings(
            field: "n", counts: quotas.map { .init(value: "\($0.n)", count: $0.count) })
        return SinkSettings(
            target: settings.total, drawLimit: 100, folder: "", quotas: settings)
    }
}

/// Runs tasks on a number of threads of its own.
private final class ThreadTeam: TaskExecutor {
    private let queues: [DispatchQueue]
    private let next = Atomic(0)

    init(count: Int) { queues = (0..<count).map { DispatchQueue(label: "thread \($0)") } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue % queues.count
        queues[index].async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}

@Suite struct `The memory of a run` {
    /// A sink that knows how many source records it has been given.
    private final class CountingSink: RunSink {
        let committed = Atomic(0)
        func accept(_ record: Record, part: String?) {}
        func reject(_ entry: LineageEntry, fields: JSONObject) {}
        func commit(_ result: SourceRecordResult, counts: [(stage: String, counts: StageCounts)]) {
            committed.add(1, ordering: .relaxed)
        }
    }

    @Test(arguments: [1, 3, 16])
    func `is that of a window of source records, whatever their number`(window: Int) async throws {
        let sink = CountingSink()
        let begun = Atomic(0)
        let mostOpen = Mutex(0)
        let graph = try makeGraph(
            """
            {"schemaVersion": 1, "stages": {
              "numbers": {"type": "read", "to": 500},
              "begin": {"type": "begin", "input": "numbers"},
              "wait": {"type": "wait", "input": "begin"},
              "once": {"type": "unique", "input": "wait"},
              "out": {"type": "write", "input": "once"}}}
            """,
            ClosureStages(each: [
                "begin": { _, _ in
                    let open =
                        begun.add(1, ordering: .relaxed).newValue
                        - sink.committed.load(ordering: .relaxed)
                    mostOpen.withLock { $0 = max($0, open) }
                    return [.pass]
                },
                "wait": { record, _ in
                    // The later ones are ready first, so that all must wait for the oldest.
                    let n = record["n"]?.integer ?? 0
                    for _ in 0..<(n % window == 0 ? 50 : 1) { await Task.yield() }
                    return [.pass]
                },
            ]))
        _ = try await Run(
            graph, options: .init(window: window, seed: 0), memory: MemoryJournal()
        ).execute(into: sink)
        #expect(sink.committed.load(ordering: .relaxed) == 500)
        #expect(mostOpen.withLock { $0 } <= window)
    }
}
