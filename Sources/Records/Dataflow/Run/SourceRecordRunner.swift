/// Processes one source record and all its descendants through the graph.
///
/// Stages that see one record at a time run as soon as a record arrives. Stages that see several
/// are visited once each, in the graph's order, when all work before them is done. Whatever feeds
/// such a stage stands before it in that order, so it is given all records that can reach it.
final class SourceRecordRunner: Sendable {
    private let graph: Graph
    private let sourceRecord: SourceRecord
    private let contexts: [StageContext]
    private let gates: [NodeID: OrderedGate]
    private let judges: [NodeID: any OrderedJudge]
    private let progress: RunProgress
    private let findings: SourceRecordFindings

    init(
        graph: Graph, sourceRecord: SourceRecord, contexts: [StageContext],
        gates: [NodeID: OrderedGate], judges: [NodeID: any OrderedJudge], progress: RunProgress
    ) {
        self.graph = graph
        self.sourceRecord = sourceRecord
        self.contexts = contexts
        self.gates = gates
        self.judges = judges
        self.progress = progress
        findings = SourceRecordFindings(sourceRecord, graph: graph, progress: progress)
    }

    /// Runs the source record to its end.
    /// - Throws: ``RunInterrupted`` if a call was not made because the run is draining; later
    ///   source records then cannot pass the gates either.
    func run() async throws -> SourceRecordResult {
        do { return try await visitAll() } catch let error as RunInterrupted {
            // This source record takes no further turn. Later ones must not wait for it, nor be
            // judged without it: their verdicts would differ from those of an undisturbed run.
            for gate in gates.values { gate.close(from: sourceRecord.position) }
            throw error
        }
    }

    private func visitAll() async throws -> SourceRecordResult {
        let id = try await begin()
        var held: [NodeID: [Arrival]] = [:]
        for node in graph.nodeIDs {
            let arrived = findings.takeArrived(at: node)
            if case .gather = graph[node].stage.work {
                // The committer fills holds in canonical order; this only collects the arrivals.
                held[node] = arrived
            } else if node == graph.sinkNode {
                return findings.result(id: id, arrived: arrived.map(\.record), held: held)
            } else {
                try await visit(node, arrived)
            }
        }
        return findings.result(id: id, arrived: [], held: held)
    }

    /// Delivers the source record, or a gathering stage's outcomes, to the next stages.
    /// - Returns: The id of the source record.
    private func begin() async throws -> RecordID {
        switch sourceRecord.start {
        case .source(let record):
            findings.noteSource(record)
            try await deliver([record], from: sourceRecord.node)
            return record.id
        case .refused(let record, let rejection):
            try stopIfAsked(by: rejection.problem, of: record, at: sourceRecord.node)
            findings.noteSource(record, rejection: rejection)
            return record.id
        case .gathered(let outcomes):
            let passed = try settle(outcomes, at: sourceRecord.node)
            try await deliver(passed, from: sourceRecord.node)
            return RecordID.derived(
                from: outcomes.flatMap(\.records).map(\.id), stage: graph[sourceRecord.node].name,
                number: 0)
        }
    }

    // MARK: Stages that see several records

    private func visit(_ node: NodeID, _ arrived: [Arrival]) async throws {
        switch graph[node].stage.work {
        case .group(let stage):
            guard let first = arrived.first?.record else { return }
            let outcomes = try await outcome(of: first, at: node) {
                try await stage.process(
                    arrived.filter { !$0.isSide }.map(\.record),
                    with: arrived.filter(\.isSide).map(\.record), in: context(at: node))
            } orRejection: { rejection in
                arrived.map { .reject($0.record, rejection) }
            }
            try await deliver(settle(outcomes, at: node), from: node)
        case .ordered:
            // Also with nothing to judge: every source record takes its turn at every gate, or the
            // next one would wait for ever.
            let passed = try await judge(arrived.map(\.record), at: node)
            try await deliver(passed, from: node)
        default: break
        }
    }

    /// Returns the records that pass an ordered stage. The gate is held for the verdicts only, so
    /// that later source records need not wait for the stages behind it.
    private func judge(_ arrived: [Record], at node: NodeID) async throws -> [Record] {
        guard let gate = gates[node], let judge = judges[node] else { return [] }
        try await gate.enter(sourceRecord.position)
        defer { gate.leave(sourceRecord.position) }
        var passed: [Record] = []
        for record in arrived {
            let rejection = try await outcome(of: record, at: node) {
                try judge.reject(record)
            } orRejection: { rejection in
                rejection
            }
            findings.reach(node, count: 1, unusable: rejection?.problem == nil ? 0 : 1)
            if let rejection {
                findings.reject(record, rejection, at: node)
            } else {
                findings.pass(at: node)
                passed.append(record)
            }
        }
        return passed
    }

    private func settle(_ outcomes: [GroupOutcome], at node: NodeID) throws -> [Record] {
        // What a gathering stage took was counted when it was held.
        let isHeld = node == sourceRecord.node
        var reached: Set<RecordID> = []
        var unusable: Set<RecordID> = []
        for outcome in outcomes {
            let ids = outcome.records.map(\.id)
            reached.formUnion(ids)
            guard let problem = outcome.problem else { continue }
            try stopIfAsked(by: problem, of: outcome.records[0], at: node)
            unusable.formUnion(ids)
        }
        findings.reach(node, count: isHeld ? 0 : reached.count, unusable: unusable.count)
        return outcomes.enumerated().compactMap { number, outcome in
            settle(outcome, number: number, at: node)
        }
    }

    private func settle(_ outcome: GroupOutcome, number: Int, at node: NodeID) -> Record? {
        switch outcome {
        case .pass(let record):
            findings.pass(at: node)
            return record
        case .reject(let record, let rejection):
            findings.reject(record, rejection, at: node)
            return nil
        case .make(let fields, let parents, let call):
            return findings.make(
                fields, fields, from: parents, number: number, at: node, call: call)
        case .rejectNew(let rejection, let made, let parents, let call):
            findings.make(
                made, made, from: parents, number: number, at: node, call: call,
                rejection: rejection)
            return nil
        }
    }

    // MARK: Stages that see one record

    /// Delivers records to every stage that `node` feeds, and processes them until they wait or
    /// end.
    private func deliver(_ records: [Record], from node: NodeID) async throws {
        try await follow(Departure(records: records, node: node))
    }

    /// Processes records until they wait or end. A single record runs in a loop: a task per stage
    /// would cost more than most stages do, and a long graph would nest as deep.
    private func follow(_ first: Departure) async throws {
        var departure = first
        while departure.records.count == 1 {
            let consumers = graph[departure.node].consumers.taking(departure.part)
            guard consumers.count == 1 else { break }
            departure = try await take(departure.records[0], at: consumers[0])
        }
        if !departure.records.isEmpty { try await followEach(of: departure) }
    }

    private func followEach(of departure: Departure) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for record in departure.records {
                for consumer in graph[departure.node].consumers.taking(departure.part) {
                    group.addImmediateTask { [self] in
                        let next = try await take(record, at: consumer)
                        try await follow(next)
                    }
                }
            }
            try await group.collectAll()
        }
    }

    /// Processes a record at one stage; returns the records that leave the stage.
    private func take(_ record: Record, at edge: Graph.Edge) async throws -> Departure {
        let node = edge.node
        if graph[node].isSkipped { return Departure(records: [], node: node) }
        switch graph[node].stage.work {
        case .each(let stage):
            progress.begin(node)
            defer { progress.end(node) }
            let outcomes = try await outcome(of: record, at: node) {
                try await stage.process(record, in: context(at: node))
            } orRejection: { rejection in
                [.reject(rejection)]
            }
            try note(outcomes, of: record, at: node)
            if case .send(let part) = outcomes.first {
                return send(record, to: part, from: node)
            }
            let passed = outcomes.enumerated().compactMap { number, outcome in
                settle(outcome, of: record, number: number, at: node)
            }
            return Departure(records: passed, node: node)
        case .merge:
            findings.pass(at: node)
            return Departure(records: [record], node: node)
        case .group, .ordered, .gather, .sink:
            findings.wait(Arrival(record: record, isSide: edge.isSide), at: node)
            return Departure(records: [], node: node)
        case .source: preconditionFailure("a source takes no records")
        }
    }

    /// Counts a record that came to `node`; one that none of its outcomes could use counts as such.
    private func note(_ outcomes: [Outcome], of record: Record, at node: NodeID) throws {
        var problem: String?
        var isUsed = false
        for outcome in outcomes where !outcome.isRepair {
            if let found = outcome.problem { problem = problem ?? found } else { isUsed = true }
        }
        try stopIfAsked(by: problem, of: record, at: node)
        findings.reach(node, count: 1, unusable: problem == nil || isUsed ? 0 : 1)
    }

    /// Sends a record to the stages that take `part` of `node`'s output; rejects it if none does.
    private func send(_ record: Record, to part: String, from node: NodeID) -> Departure {
        guard graph[node].consumers.contains(where: { $0.part == part }) else {
            findings.reject(
                record, Rejection("in part '\(part)', which nothing takes"), at: node)
            return Departure(records: [], node: node)
        }
        findings.pass(at: node)
        return Departure(records: [record], node: node, part: part)
    }

    private func settle(
        _ outcome: Outcome, of record: Record, number: Int, at node: NodeID
    ) -> Record? {
        switch outcome {
        case .pass:
            findings.pass(at: node)
            return record
        case .send: preconditionFailure("a record is sent to one part, and that is all")
        case .reject(let rejection):
            findings.reject(record, rejection, at: node)
            return nil
        case .make(let fields, let call):
            return findings.make(
                fields, record.fields.merging(fields), from: [record], number: number, at: node,
                call: call)
        case .replace(let fields):
            return findings.make(fields, fields, from: [record], number: number, at: node)
        case .rejectNew(let rejection, let made, let call):
            findings.make(
                made, record.fields.merging(made), from: [record], number: number, at: node,
                call: call, rejection: rejection)
            return nil
        case .repair(let kind, let count):
            findings.repair(kind, count: count, at: node)
            return nil
        }
    }

    // MARK: Contexts and errors

    private func context(at node: NodeID) -> StageContext {
        var context = contexts[node]
        context.priority = sourceRecord.position
        return context
    }

    /// Runs `body`. An error about the record becomes its rejection, unless the stage is to stop
    /// then; any other is thrown with the stage and record, except cancellation and interruption.
    private func outcome<T>(
        of record: Record, at node: NodeID, _ body: () async throws -> T,
        orRejection reject: (Rejection) -> T
    ) async throws -> T {
        do { return try await body() } catch let error as CancellationError {
            throw error
        } catch let error as RunInterrupted {
            throw error
        } catch {
            guard graph[node].onError == .reject, let rejection = error.recordRejection else {
                throw graph.failure(of: record, at: node, error)
            }
            return reject(rejection)
        }
    }

    /// Throws if a stage that is to stop at such records found one that it cannot use.
    private func stopIfAsked(by problem: String?, of record: Record, at node: NodeID) throws {
        guard let problem, graph[node].onError == .stop else { return }
        throw graph.failure(of: record, at: node, UnusableRecord(description: problem))
    }
}

/// The cause of a stop at a record that a stage could not use, and said so in an outcome.
private struct UnusableRecord: Error, CustomStringConvertible {
    let description: String
}

extension Graph {
    /// Returns an error with the stage, the record and the row that it was made of.
    func failure(of record: Record, at node: NodeID, _ cause: any Error) -> RunError {
        .stageFailed(
            stage: self[node].name, record: record.id.description, location: record.location,
            cause: cause)
    }
}

/// Records leaving a stage.
private struct Departure {
    let records: [Record]
    let node: NodeID
    var part: String?
}
