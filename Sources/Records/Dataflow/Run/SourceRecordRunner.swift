import JSON
import Synchronization

/// Takes one source record through the graph, once, to the end of all that is made of it.
///
/// Records run through stages that see one record at a time as fast as they can. Stages that see
/// several wait until all of the source record's records that can reach them have arrived; as they
/// are visited in the graph's order, that is so when all work before them is done.
final class SourceRecordRunner: Sendable {
    private let graph: Graph
    private let sourceRecord: SourceRecord
    private let contexts: [StageContext]
    private let gates: [NodeID: OrderedGate]
    private let judges: [NodeID: any OrderedJudge]
    private let progress: RunProgress
    private let findings: Mutex<Findings>

    /// What has come together while the work was done in any order.
    private struct Findings {
        var lineage: [LineageEntry] = []
        var waiting: [NodeID: [Arrival]] = [:]
        /// For each stage, in the graph's order.
        var counts: [StageCounts]

        init(stages: Int) {
            counts = [StageCounts](repeating: StageCounts(), count: stages)
            lineage.reserveCapacity(stages)
        }
    }

    init(
        graph: Graph, sourceRecord: SourceRecord, contexts: [StageContext],
        gates: [NodeID: OrderedGate],
        judges: [NodeID: any OrderedJudge], progress: RunProgress
    ) {
        self.graph = graph
        self.sourceRecord = sourceRecord
        self.contexts = contexts
        self.gates = gates
        self.judges = judges
        self.progress = progress
        findings = Mutex(Findings(stages: graph.nodes.count))
    }

    /// - Throws: ``RunInterrupted`` if a call was not made because the run is being drained; later
    ///   source records then cannot pass the gates either.
    func run() async throws -> SourceRecordResult {
        do { return try await visitAll() } catch let error as RunInterrupted {
            for gate in gates.values { gate.close(from: sourceRecord.position) }
            throw error
        }
    }

    private func visitAll() async throws -> SourceRecordResult {
        let id = try await begin()
        var held: [NodeID: [Arrival]] = [:]
        for node in graph.nodeIDs {
            let arrived = findings.withLock { $0.waiting.removeValue(forKey: node) ?? [] }
                .sorted { $0.record.path < $1.record.path }
            if case .gather = graph[node].stage.work {
                held[node] = arrived
            } else if node == graph.sinkNode {
                return result(id: id, arrived: arrived.map(\.record), held: held)
            } else {
                try await visit(node, arrived)
            }
        }
        return result(id: id, arrived: [], held: held)
    }

    /// Sends the source record on its way.
    /// - Returns: Its name.
    private func begin() async throws -> RecordID {
        switch sourceRecord.start {
        case .source(let record):
            note(
                node: sourceRecord.node, id: record.id, parents: [], path: record.path,
                made: record.fields)
            try await deliver([record], from: sourceRecord.node)
            return record.id
        case .refused(let record, let rejection):
            note(
                node: sourceRecord.node, id: record.id, parents: [], path: record.path,
                made: record.fields, rejection: rejection, whole: record.fields)
            return record.id
        case .gathered(let outcomes):
            let passed = settle(outcomes, at: sourceRecord.node)
            try await deliver(passed, from: sourceRecord.node)
            return RecordID.derived(
                from: outcomes.flatMap(\.parents), stage: graph[sourceRecord.node].name,
                number: 0)
        }
    }

    // MARK: Stages that see several records

    private func visit(_ node: NodeID, _ arrived: [Arrival]) async throws {
        switch graph[node].stage.work {
        case .group(let stage):
            guard let first = arrived.first?.record else { return }
            let outcomes = try await naming(first, at: node) {
                try await stage.process(
                    arrived.filter { !$0.isSide }.map(\.record),
                    with: arrived.filter(\.isSide).map(\.record), in: context(at: node))
            }
            try await deliver(settle(outcomes, at: node), from: node)
        case .ordered:
            let passed = try await judge(arrived.map(\.record), at: node)
            try await deliver(passed, from: node)
        default: break
        }
    }

    /// The records that an ordered stage lets pass. The gate is held for its verdicts only, so that
    /// later source records need not wait for what comes after.
    private func judge(_ arrived: [Record], at node: NodeID) async throws -> [Record] {
        guard let gate = gates[node], let judge = judges[node] else { return [] }
        try await gate.enter(sourceRecord.position)
        defer { gate.leave(sourceRecord.position) }
        var passed: [Record] = []
        for record in arrived {
            let rejection = try await naming(record, at: node) { try judge.reject(record) }
            if let rejection {
                reject(record, rejection, node: node)
            } else {
                count(node)
                passed.append(record)
            }
        }
        return passed
    }

    private func settle(_ outcomes: [GroupOutcome], at node: NodeID) -> [Record] {
        outcomes.enumerated().compactMap { number, outcome in
            settle(outcome, number: number, node: node)
        }
    }

    private func settle(_ outcome: GroupOutcome, number: Int, node: NodeID) -> Record? {
        switch outcome {
        case .pass(let record):
            count(node)
            return record
        case .reject(let record, let rejection):
            reject(record, rejection, node: node)
            return nil
        case .make(let fields, let parents, let call):
            return make(fields, fields, from: parents, number: number, node: node, call: call)
        case .rejectNew(let rejection, let made, let parents, let call):
            _ = make(
                made, made, from: parents, number: number, node: node, call: call,
                rejection: rejection)
            return nil
        }
    }

    // MARK: Stages that see one record

    /// Hands records to every stage that `node` feeds, or that takes this part of it, and follows
    /// them until they wait or end. One record on its own is followed without a task for each step.
    private func deliver(_ records: [Record], from node: NodeID) async throws {
        try await follow(Departure(records: records, node: node))
    }

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

    /// What becomes of a record at a stage.
    private func take(_ record: Record, at edge: Graph.Edge) async throws -> Departure {
        let node = edge.node
        switch graph[node].stage.work {
        case .each(let stage):
            progress.begin(node)
            defer { progress.end(node) }
            let outcomes = try await naming(record, at: node) {
                try await stage.process(record, in: context(at: node))
            }
            if case .send(let part) = outcomes.first {
                return send(record, to: part, from: node)
            }
            let passed = outcomes.enumerated().compactMap { number, outcome in
                settle(outcome, of: record, number: number, node: node)
            }
            return Departure(records: passed, node: node)
        case .merge:
            count(node)
            return Departure(records: [record], node: node)
        case .group, .ordered, .gather, .sink:
            let arrival = Arrival(record: record, isSide: edge.isSide)
            findings.withLock { $0.waiting[node, default: []].append(arrival) }
            return Departure(records: [], node: node)
        case .source: preconditionFailure("a source takes no records")
        }
    }

    /// Sends a record to the stages that take a part of what leaves `node`.
    private func send(_ record: Record, to part: String, from node: NodeID) -> Departure {
        guard graph[node].consumers.contains(where: { $0.part == part }) else {
            reject(record, Rejection("in part '\(part)', which nothing takes"), node: node)
            return Departure(records: [], node: node)
        }
        count(node)
        return Departure(records: [record], node: node, part: part)
    }

    private func settle(_ outcome: Outcome, of record: Record, number: Int, node: NodeID) -> Record?
    {
        switch outcome {
        case .pass:
            count(node)
            return record
        case .send: preconditionFailure("a record is sent to one part, and that is all")
        case .reject(let rejection):
            reject(record, rejection, node: node)
            return nil
        case .make(let fields, let call):
            return make(
                fields, record.fields.merging(fields), from: [record], number: number,
                node: node, call: call)
        case .replace(let fields):
            return make(fields, fields, from: [record], number: number, node: node)
        case .rejectNew(let rejection, let made, let call):
            _ = make(
                made, record.fields.merging(made), from: [record], number: number, node: node,
                call: call, rejection: rejection)
            return nil
        case .repair(let kind, let count):
            findings.withLock { $0.counts[node].repairs[kind, default: 0] += count }
            return nil
        }
    }

    // MARK: Findings

    private func make(
        _ made: JSONObject, _ fields: JSONObject, from parents: [Record], number: Int, node: NodeID,
        call: CallKey? = nil, rejection: Rejection? = nil
    ) -> Record {
        let names = parents.map(\.id)
        let id = RecordID.derived(from: names, stage: graph[node].name, number: number)
        let path = parents[0].path.appending(node, number: number)
        note(
            node: node, id: id, parents: names, path: path, number: number, made: made,
            call: call, rejection: rejection, whole: rejection == nil ? nil : fields)
        return Record(id: id, fields: fields, path: path)
    }

    private func reject(_ record: Record, _ rejection: Rejection, node: NodeID) {
        note(
            node: node, id: record.id, parents: [record.id], path: record.path,
            made: [:], rejection: rejection, whole: record.fields)
    }

    private func note(
        node: NodeID, id: RecordID, parents: [RecordID], path: RecordPath,
        number: Int = 0, made: JSONObject, call: CallKey? = nil, rejection: Rejection? = nil,
        whole: JSONObject? = nil
    ) {
        let entry = LineageEntry(
            id: id, parents: parents, stage: graph[node].name, number: number, call: call,
            rejection: rejection, made: made, whole: whole, path: path, node: node)
        findings.withLock { state in
            state.lineage.append(entry)
            state.counts[node].add(rejection != nil)
        }
        progress.count(node, isRejected: rejection != nil)
    }

    private func count(_ node: NodeID, isRejected: Bool = false) {
        findings.withLock { $0.counts[node].add(isRejected) }
        progress.count(node, isRejected: isRejected)
    }

    private func result(id: RecordID, arrived: [Record], held: [NodeID: [Arrival]])
        -> SourceRecordResult
    {
        findings.withLock { state in
            state.lineage.sort { ($0.path, $0.node) < ($1.path, $1.node) }
            return SourceRecordResult(
                position: sourceRecord.position, source: graph[sourceRecord.node].name,
                id: id,
                lineage: state.lineage, arrived: arrived, held: held, counts: state.counts)
        }
    }

    private func context(at node: NodeID) -> StageContext {
        var context = contexts[node]
        context.priority = sourceRecord.position
        return context
    }

    /// Names stage and record in whatever goes wrong.
    private func naming<T>(
        _ record: Record, at node: NodeID, _ body: () async throws -> T
    ) async throws -> T {
        do { return try await body() } catch let error as CancellationError {
            throw error
        } catch let error as RunInterrupted {
            throw error
        } catch {
            throw RunError.stageFailed(
                stage: graph[node].name, record: record.id.description, cause: error)
        }
    }
}

/// Records on their way from a stage to those that it feeds.
private struct Departure {
    let records: [Record]
    let node: NodeID
    var part: String?
}

extension GroupOutcome {
    /// The names of the records it is about.
    fileprivate var parents: [RecordID] {
        switch self {
        case .pass(let record), .reject(let record, _): [record.id]
        case .make(_, let parents, _), .rejectNew(_, _, let parents, _): parents.map(\.id)
        }
    }
}

extension StageCounts {
    mutating func add(_ isRejected: Bool) {
        created += 1
        if isRejected { rejected += 1 } else { passed += 1 }
    }
}
