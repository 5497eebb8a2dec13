public import JSON

/// Where a run puts what comes of it, called in canonical order by one task.
public protocol RunSink: Sendable {
    /// Takes an accepted record.
    func accept(_ record: Record) async throws
    /// Takes a record that was rejected.
    func reject(_ entry: LineageEntry, fields: JSONObject) async throws
    /// Takes the account of a source record, after its records.
    func commit(_ result: SourceRecordResult, counts: [(stage: String, counts: StageCounts)])
        async throws
}

/// One execution of a graph, from its first source record to its last accepted one.
///
/// Every run starts from the beginning. What an earlier one has finished is not done again, because
/// calls are answered from memory and the sink knows what it has; so a run that was killed goes on
/// where it was, by the same way as one that never stopped.
public struct Run: Sendable {
    /// What a run is told besides its graph.
    public struct Options: Sendable {
        /// How many source records may be open at once.
        public var window: Int
        /// The run's seed.
        public var seed: UInt64

        /// - Parameters:
        ///   - window: How many source records may be open at once; bounds memory.
        ///   - seed: The number from which all randomness derives.
        public init(window: Int = 32, seed: UInt64) {
            self.window = window
            self.seed = seed
        }
    }

    /// What came of a run.
    public struct Summary: Sendable, Equatable {
        /// Records accepted.
        public let accepted: Int
        /// Source records that it took.
        public let sourceRecords: Int
    }

    /// What the run has done so far.
    public let progress: RunProgress
    let graph: Graph
    private let calls: [CallCounter]
    let options: Options
    private let memory: any CallMemory
    let interruption: Interruption

    /// A run of `graph` that remembers calls in `memory`.
    public init(
        _ graph: Graph, options: Options, memory: any CallMemory,
        interruption: Interruption = .init()
    ) {
        self.graph = graph
        self.options = options
        self.memory = memory
        self.interruption = interruption
        progress = RunProgress(graph: graph)
        calls = graph.nodes.map { _ in CallCounter() }
    }

    /// What the stages' model calls came to so far, in the graph's order.
    public var callFigures: [CallFigures] { calls.map(\.figures) }

    /// Runs to the end, or to the target.
    /// - Throws: ``RunError``, ``RunInterrupted``, or what the sink throws. What had been handed to
    ///   the sink stays.
    public func execute(into sink: any RunSink) async throws -> Summary {
        let runner = try makeRunner(interruption: interruption)
        let result: Result<Summary, any Error>
        do {
            try await runner.checkRequirements()
            result = .success(try await runner.run(into: sink))
        } catch {
            result = .failure(error)
        }
        for node in graph.nodes {
            if case .each(let stage) = node.stage.work { await stage.finish() }
        }
        return try result.get()
    }

    func makeRunner(interruption: Interruption) throws -> Runner {
        try Runner(
            graph: graph, options: options, memory: memory, interruption: interruption,
            progress: progress, calls: calls)
    }
}

/// The admission of source records and the commitment of their results.
struct Runner {
    let graph: Graph
    let options: Run.Options
    let contexts: [StageContext]
    private var gates: [NodeID: OrderedGate]
    let judges: [NodeID: any OrderedJudge]
    let holds: [(node: NodeID, hold: any RecordHold)]
    let interruption: Interruption
    let progress: RunProgress
    var sourceRecords: SourceRecordSequence

    init(
        graph: Graph, options: Run.Options, memory: any CallMemory, interruption: Interruption,
        progress: RunProgress, calls: [CallCounter]
    ) throws {
        self.graph = graph
        self.options = options
        self.interruption = interruption
        self.progress = progress
        let fingerprint = graph.fingerprint(seed: options.seed)
        contexts = zip(graph.nodes, calls).map { node, calls in
            StageContext(
                stage: node.name, priority: 0, seed: options.seed, fingerprint: fingerprint,
                memory: memory, interruption: interruption, calls: calls)
        }
        var gates: [NodeID: OrderedGate] = [:]
        var judges: [NodeID: any OrderedJudge] = [:]
        var holds: [(NodeID, any RecordHold)] = []
        for node in graph.nodeIDs {
            switch graph[node].stage.work {
            case .ordered(let stage):
                gates[node] = OrderedGate()
                judges[node] = try stage.makeJudge()
            case .gather(let stage): holds.append((node, try stage.makeHold()))
            default: break
            }
        }
        self.gates = gates
        self.judges = judges
        self.holds = holds
        let isReadOnce = graph.sink.target == nil || graph.gathers
        sourceRecords = SourceRecordSequence(
            graph: graph, drawLimit: isReadOnce ? 1 : graph.sink.drawLimit, seed: options.seed)
    }

    func run(into sink: any RunSink) async throws -> Run.Summary {
        var committer = Committer(
            graph: graph, sink: sink, holds: Dictionary(uniqueKeysWithValues: holds))
        var sequence = sourceRecords
        var releases = HoldRelease(holds: holds)
        var open = 0
        try await withThrowingTaskGroup(of: SourceRecordResult.self) { group in
            admission: while true {
                while open < admitted(committer), !interruption.isDraining {
                    guard
                        let sourceRecord = try sequence.next()
                            ?? releases.next(after: &sequence, isBusy: open > 0)
                    else { break }
                    committer.admit(sourceRecord.position, draw: sequence.finishedDraws)
                    let runner = makeRunner(for: sourceRecord)
                    group.addTask { try await runner.run() }
                    open += 1
                }
                guard let ended = await group.nextResult() else { break }
                if case .failure(let error) = ended, error is RunInterrupted { continue }
                let result = try ended.get()
                open -= try await committer.take(result)
                progress.note(
                    accepted: committer.accepted, finished: committer.committed, open: open)
                if committer.isTargetReached || committer.isGivenUp {
                    group.cancelAll()
                    break admission
                }
            }
        }
        try checkTarget(committer, draws: sequence.finishedDraws)
        return Run.Summary(accepted: committer.accepted, sourceRecords: committer.committed)
    }

    /// How many source records may be open now: the window, or less where fewer are likely to be
    /// enough. This decides when work is done, never what comes of it.
    private func admitted(_ committer: Committer) -> Int {
        guard let target = graph.sink.target, committer.committed >= 8 else {
            return options.window
        }
        let yield = max(Double(committer.accepted) / Double(committer.committed), 0.02)
        let needed = (Double(target - committer.accepted) / yield * 1.3).rounded(.up) + 2
        return min(options.window, Int(min(needed, 1e9)))
    }

    /// Lets the source record at `position` through all gates at once, as if it were the first.
    mutating func openGates(from position: Int) {
        for node in gates.keys { gates[node] = OrderedGate(from: position) }
    }

    func makeRunner(for sourceRecord: SourceRecord) -> SourceRecordRunner {
        SourceRecordRunner(
            graph: graph, sourceRecord: sourceRecord, contexts: contexts,
            gates: gates, judges: judges, progress: progress)
    }

    private func checkTarget(_ committer: Committer, draws: Int) throws {
        if interruption.isDraining, !committer.isTargetReached, !committer.isGivenUp {
            throw RunInterrupted()
        }
        guard let target = graph.sink.target, committer.accepted < target else { return }
        throw RunError.targetOutOfReach(
            accepted: committer.accepted, target: target, sourceRecords: committer.committed,
            draws: draws,
            barren: committer.isGivenUp, quotas: committer.quotas?.standings ?? [],
            field: graph.sink.quotas?.field ?? "")
    }
}

/// What gathering stages made of the records that they held, stage after stage: each begins when
/// everything before it is committed, so that it has seen all that can reach it.
private struct HoldRelease {
    private let holds: [(node: NodeID, hold: any RecordHold)]
    private var current = 0
    private var isOpen = false

    init(holds: [(node: NodeID, hold: any RecordHold)]) { self.holds = holds }

    /// Whether nothing is held any more.
    var isDone: Bool { current == holds.count }

    /// The next one of those held; nil while an earlier one is at work, and at the end.
    mutating func next(after sequence: inout SourceRecordSequence, isBusy: Bool) throws
        -> SourceRecord?
    {
        while current < holds.count, isOpen || !isBusy {
            isOpen = true
            if let outcomes = try holds[current].hold.next() {
                return sequence.next(of: holds[current].node, outcomes)
            }
            isOpen = false
            current += 1
        }
        return nil
    }
}

/// Brings results into canonical order and hands them to the sink.
private struct Committer {
    let graph: Graph
    let sink: any RunSink
    private(set) var accepted = 0
    private(set) var committed = 0
    private let holds: [NodeID: any RecordHold]
    private var waiting: [Int: SourceRecordResult] = [:]
    private(set) var quotas: QuotaLedger?
    private var patience = Patience()

    init(graph: Graph, sink: any RunSink, holds: [NodeID: any RecordHold]) {
        quotas = graph.sink.quotas.map(QuotaLedger.init)
        self.graph = graph
        self.sink = sink
        self.holds = holds
    }

    var isTargetReached: Bool { graph.sink.target.map { accepted >= $0 } ?? false }

    /// Whether the sources were read again and again for nothing.
    var isGivenUp: Bool { patience.isExhausted && graph.sink.target != nil }

    /// Notes to which draw of the sources a source record belongs.
    mutating func admit(_ position: Int, draw: Int) { patience.admit(position, draw: draw) }

    /// Takes a result and commits all that are due.
    /// - Returns: How many source records were committed.
    mutating func take(_ result: SourceRecordResult) async throws -> Int {
        waiting[result.position] = result
        let before = committed
        while !isTargetReached, waiting[committed] != nil {
            patience.reach(committed, accepted: accepted)
            guard !isGivenUp, let next = waiting.removeValue(forKey: committed) else { break }
            try await commit(next)
        }
        return committed - before
    }

    private mutating func commit(_ result: SourceRecordResult) async throws {
        var result = result
        for record in result.arrived {
            if isTargetReached {
                result.reject(record, Rejection("target reached"), at: graph.sinkNode, in: graph)
            } else if let rejection = quotas?.refuse(record) {
                result.reject(record, rejection, at: graph.sinkNode, in: graph)
            } else {
                try await sink.accept(record)
                accepted += 1
                result.counts[graph.sinkNode].add(false)
            }
        }
        for entry in result.lineage where entry.rejection != nil {
            try await sink.reject(entry, fields: entry.whole ?? [:])
        }
        for (node, arrivals) in result.held {
            for arrival in arrivals {
                try holds[node]?.take(arrival.record, isSide: arrival.isSide)
            }
        }
        let counts = graph.nodeIDs.map { node in
            (stage: graph[node].name, counts: result.counts[node])
        }
        try await sink.commit(result, counts: counts)
        committed += 1
    }
}

extension SourceRecordResult {
    /// A record that reached the end, where there is no room for it, is kept among the rejected.
    fileprivate mutating func reject(
        _ record: Record, _ rejection: Rejection, at node: NodeID, in graph: Graph
    ) {
        lineage.append(
            LineageEntry(
                id: record.id, parents: [record.id], stage: graph[node].name,
                number: 0, call: nil,
                rejection: rejection, made: [:], whole: record.fields,
                path: record.path, node: node))
        counts[node].add(true)
    }
}
