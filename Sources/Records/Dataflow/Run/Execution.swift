/// State of one execution of a graph: a context per stage, the memory of ordered and gathering
/// stages, and the position in the sources.
struct Execution {
    let graph: Graph
    let options: Run.Options
    let contexts: [StageContext]
    private var gates: [NodeID: OrderedGate]
    private let judges: [NodeID: any OrderedJudge]
    private let holds: [(node: NodeID, hold: any RecordHold)]
    private let interruption: Interruption
    private let progress: RunProgress
    /// The run's source records, from the first.
    let sourceRecords: SourceRecordSequence

    init(
        graph: Graph, options: Run.Options, memory: any CallMemory, interruption: Interruption,
        progress: RunProgress, calls: [CallCounter], inFlight: CallsInFlight,
        log: CallLog? = nil
    ) throws {
        self.graph = graph
        self.options = options
        self.interruption = interruption
        self.progress = progress
        let fingerprint = graph.fingerprint(seed: options.seed)
        contexts = zip(graph.nodes, calls).map { node, calls in
            StageContext(
                stage: node.name, priority: 0, seed: options.seed, fingerprint: fingerprint,
                memory: memory, interruption: interruption, calls: calls, inFlight: inFlight,
                log: log)
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
        // Gathering stages act when the sources end, so the sources cannot be read again for a
        // target.
        let isReadOnce = graph.sink.target == nil || graph.gathers
        sourceRecords = SourceRecordSequence(
            graph: graph, drawLimit: isReadOnce ? 1 : graph.sink.drawLimit, seed: options.seed)
    }

    /// Processes source records, at most a window of them at once, until the target is reached or
    /// none is left.
    func run(into sink: any RunSink) async throws -> Run.Summary {
        var committer = Committer(
            graph: graph, sink: sink, holds: Dictionary(uniqueKeysWithValues: holds),
            progress: progress)
        var admission = Admission(
            sourceRecords, makeReleases(), window: options.window,
            target: graph.gathers ? nil : graph.sink.target)
        // Whoever looks on sees the end too, however it comes.
        defer { progress.note(committer, open: admission.open) }
        try await withThrowingTaskGroup(of: SourceRecordResult.self) { group in
            // Why a source cannot be read further. What was read before is committed first.
            var failure: (any Error)?
            while !committer.isDone {
                // A draining run admits nothing new, but calls in flight are still answered.
                while failure == nil, !interruption.isDraining {
                    let next: SourceRecord?
                    do {
                        next = try admission.next(
                            accepted: committer.accepted, committed: committer.committed)
                    } catch {
                        failure = error
                        break
                    }
                    guard let sourceRecord = next else { break }
                    committer.admit(sourceRecord.position, draw: admission.finishedDraws)
                    let runner = makeRunner(for: sourceRecord)
                    group.addTask { try await runner.run() }
                }
                progress.note(committer, open: admission.open)
                guard let ended = await group.nextResult() else { break }
                // An interrupted source record stays open, so nothing after it is committed. The
                // others are still awaited, so that the answers to their calls are remembered.
                if case .failure(let error) = ended, error is RunInterrupted { continue }
                admission.close(try await committer.take(try ended.get()))
            }
            group.cancelAll()
            if let failure, !committer.isDone { throw failure }
        }
        if interruption.isDraining, !committer.isDone { throw RunInterrupted() }
        if committer.drawn == 0 { throw RunError.noSourceRecords }
        if !committer.isTargetReached { try committer.checkUnusable() }
        try checkTarget(committer)
        return Run.Summary(
            accepted: committer.accepted, sourceRecords: committer.committed,
            sources: committer.sources, readings: committer.readings,
            unusable: committer.unusable.filter { $0.unusable > 0 })
    }

    /// Resets all gates so that the source record at `position` may enter each at once.
    mutating func openGates(from position: Int) {
        for node in gates.keys { gates[node] = OrderedGate(from: position) }
    }

    /// Lets gathering stages hold what a source record brought them, outside a run.
    func hold(_ result: inout SourceRecordResult) throws {
        try graph.hold(
            &result, in: Dictionary(uniqueKeysWithValues: holds), noting: progress)
    }

    /// Returns what gathering stages make of what they hold.
    func makeReleases() -> HoldRelease { HoldRelease(holds: holds) }

    func makeRunner(for sourceRecord: SourceRecord) -> SourceRecordRunner {
        SourceRecordRunner(
            graph: graph, sourceRecord: sourceRecord, contexts: contexts,
            gates: gates, judges: judges, progress: progress)
    }

    private func checkTarget(_ committer: Committer) throws {
        guard let target = graph.sink.target, committer.accepted < target else { return }
        throw RunError.targetOutOfReach(
            accepted: committer.accepted, target: target, sourceRecords: committer.drawn,
            draws: committer.readings, barren: committer.isGivenUp,
            quotas: committer.quotas?.standings ?? [], field: graph.sink.quotas?.field ?? "")
    }
}

/// Checks before a run makes its first record.
extension Execution {
    /// Checks the requirement of every stage, in the graph's order.
    /// - Throws: ``RunError/requirementNotMet(stage:cause:)`` for the first that does not hold.
    func checkRequirements() async throws {
        for node in graph.nodeIDs { try await checkRequirement(at: node) }
    }

    /// Checks the requirement of the stage at `node`, if it has one.
    func checkRequirement(at node: NodeID) async throws {
        let progress = progress
        defer { progress.note(nil) }
        do {
            try await graph[node].stage.requirement?.check(in: contexts[node]) {
                progress.note($0)
            }
        } catch {
            if error is RunInterrupted || error is CancellationError { throw error }
            throw RunError.requirementNotMet(stage: graph[node].name, cause: error)
        }
    }
}
