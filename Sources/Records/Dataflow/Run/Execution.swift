/// What one execution of a graph is made of: a context for every stage, what ordered and gathering
/// stages remember, and the sources as far as they have been read.
struct Execution {
    let graph: Graph
    let options: Run.Options
    let contexts: [StageContext]
    private var gates: [NodeID: OrderedGate]
    private let judges: [NodeID: any OrderedJudge]
    private let holds: [(node: NodeID, hold: any RecordHold)]
    private let interruption: Interruption
    private let progress: RunProgress
    /// The source records from the first on.
    let sourceRecords: SourceRecordSequence

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
        // A gathering stage acts once the sources have ended, so there is no end to read them for again.
        let isReadOnce = graph.sink.target == nil || graph.gathers
        sourceRecords = SourceRecordSequence(
            graph: graph, drawLimit: isReadOnce ? 1 : graph.sink.drawLimit, seed: options.seed)
    }

    /// Follows source records, a window of them at a time, until the target is reached or no more come.
    func run(into sink: any RunSink) async throws -> Run.Summary {
        var committer = Committer(
            graph: graph, sink: sink, holds: Dictionary(uniqueKeysWithValues: holds))
        var admission = Admission(
            sourceRecords, HoldRelease(holds: holds), window: options.window,
            target: graph.sink.target)
        try await withThrowingTaskGroup(of: SourceRecordResult.self) { group in
            while !committer.isDone {
                // Who drains admits nothing new, but the calls that run are still answered.
                while !interruption.isDraining,
                    let sourceRecord = try admission.next(
                        accepted: committer.accepted, committed: committer.committed)
                {
                    committer.admit(sourceRecord.position, draw: admission.finishedDraws)
                    let runner = makeRunner(for: sourceRecord)
                    group.addTask { try await runner.run() }
                }
                guard let ended = await group.nextResult() else { break }
                // An interrupted source record stays open for ever: nothing after it may be committed,
                // and the others are waited for because what they have begun is worth remembering.
                if case .failure(let error) = ended, error is RunInterrupted { continue }
                admission.close(try await committer.take(try ended.get()))
                progress.note(
                    accepted: committer.accepted, finished: committer.committed,
                    open: admission.open)
            }
            group.cancelAll()
        }
        try checkTarget(committer, draws: admission.finishedDraws)
        return Run.Summary(accepted: committer.accepted, sourceRecords: committer.committed)
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
        if interruption.isDraining, !committer.isDone { throw RunInterrupted() }
        guard let target = graph.sink.target, committer.accepted < target else { return }
        throw RunError.targetOutOfReach(
            accepted: committer.accepted, target: target, sourceRecords: committer.committed,
            draws: draws, barren: committer.isGivenUp,
            quotas: committer.quotas?.standings ?? [], field: graph.sink.quotas?.field ?? "")
    }
}

/// What stages require before a run spends anything.
extension Execution {
    /// Checks what the stages require, in the graph's order.
    /// - Throws: ``RunError/requirementNotMet(stage:cause:)`` for the first that does not hold.
    func checkRequirements() async throws {
        for node in graph.nodeIDs { try await checkRequirement(at: node) }
    }

    /// Checks what the stage at `node` requires, if it does.
    func checkRequirement(at node: NodeID) async throws {
        do { try await graph[node].stage.requirement?.check(in: contexts[node]) } catch {
            if error is RunInterrupted || error is CancellationError { throw error }
            throw RunError.requirementNotMet(stage: graph[node].name, cause: error)
        }
    }
}
