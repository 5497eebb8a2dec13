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
    private let gates: [Int: OrderedGate]
    private let judges: [Int: any OrderedJudge]
    private let progress: RunProgress
    private let findings: Mutex<Findings>

    /// What has come together while the work was done in any order.
    private struct Findings {
        var lineage: [LineageEntry] = []
        var waiting: [Int: [Arrival]] = [:]
        /// Per place in the graph.
        var counts: [StageCounts]

        init(places: Int) {
            counts = [StageCounts](repeating: StageCounts(), count: places)
            lineage.reserveCapacity(places)
        }
    }

    init(
        graph: Graph, sourceRecord: SourceRecord, contexts: [StageContext],
        gates: [Int: OrderedGate],
        judges: [Int: any OrderedJudge], progress: RunProgress
    ) {
        self.graph = graph
        self.sourceRecord = sourceRecord
        self.contexts = contexts
        self.gates = gates
        self.judges = judges
        self.progress = progress
        findings = Mutex(Findings(places: graph.nodes.count))
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
        var held: [Int: [Arrival]] = [:]
        for place in graph.nodes.indices {
            let arrived = findings.withLock { $0.waiting.removeValue(forKey: place) ?? [] }
                .sorted { $0.record.path < $1.record.path }
            if case .gather = graph.nodes[place].stage.work {
                held[place] = arrived
            } else if place == graph.sinkPlace {
                return result(id: id, arrived: arrived.map(\.record), held: held)
            } else {
                try await visit(place, arrived)
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
                place: sourceRecord.stage, id: record.id, parents: [], path: record.path,
                made: record.fields)
            try await deliver([record], from: sourceRecord.stage)
            return record.id
        case .refused(let record, let rejection):
            note(
                place: sourceRecord.stage, id: record.id, parents: [], path: record.path,
                made: record.fields, rejection: rejection, whole: record.fields)
            return record.id
        case .gathered(let outcomes):
            let passed = settle(outcomes, at: sourceRecord.stage)
            try await deliver(passed, from: sourceRecord.stage)
            return RecordID.derived(
                from: outcomes.flatMap(\.parents), stage: graph.nodes[sourceRecord.stage].name,
                number: 0)
        }
    }

    // MARK: Stages that see several records

    private func visit(_ place: Int, _ arrived: [Arrival]) async throws {
        switch graph.nodes[place].stage.work {
        case .group(let stage):
            guard let first = arrived.first?.record else { return }
            let outcomes = try await naming(first, at: place) {
                try await stage.process(
                    arrived.filter { !$0.isSide }.map(\.record),
                    with: arrived.filter(\.isSide).map(\.record), in: context(at: place))
            }
            try await deliver(settle(outcomes, at: place), from: place)
        case .ordered:
            let passed = try await judge(arrived.map(\.record), at: place)
            try await deliver(passed, from: place)
        default: break
        }
    }

    /// The records that an ordered stage lets pass. The gate is held for its verdicts only, so that
    /// later source records need not wait for what comes after.
    private func judge(_ arrived: [Record], at place: Int) async throws -> [Record] {
        guard let gate = gates[place], let judge = judges[place] else { return [] }
        try await gate.enter(sourceRecord.position)
        defer { gate.leave(sourceRecord.position) }
        var passed: [Record] = []
        for record in arrived {
            let rejection = try await naming(record, at: place) { try judge.reject(record) }
            if let rejection {
                reject(record, rejection, place: place)
            } else {
                count(place)
                passed.append(record)
            }
        }
        return passed
    }

    private func settle(_ outcomes: [GroupOutcome], at place: Int) -> [Record] {
        outcomes.enumerated().compactMap { number, outcome in
            settle(outcome, number: number, place: place)
        }
    }

    private func settle(_ outcome: GroupOutcome, number: Int, place: Int) -> Record? {
        switch outcome {
        case .pass(let record):
            count(place)
            return record
        case .reject(let record, let rejection):
            reject(record, rejection, place: place)
            return nil
        case .make(let fields, let parents, let call):
            return make(fields, fields, from: parents, number: number, place: place, call: call)
        case .rejectNew(let rejection, let made, let parents, let call):
            _ = make(
                made, made, from: parents, number: number, place: place, call: call,
                rejection: rejection)
            return nil
        }
    }

    // MARK: Stages that see one record

    /// Hands records to every stage that `place` feeds, or that takes this part of it, and follows
    /// them until they wait or end. One record on its own is followed without a task for each step.
    private func deliver(_ records: [Record], from place: Int) async throws {
        try await follow(Departure(records: records, place: place))
    }

    private func follow(_ first: Departure) async throws {
        var departure = first
        while departure.records.count == 1 {
            let consumers = graph.nodes[departure.place].consumers.taking(departure.part)
            guard consumers.count == 1 else { break }
            departure = try await take(departure.records[0], at: consumers[0])
        }
        if !departure.records.isEmpty { try await followEach(of: departure) }
    }

    private func followEach(of departure: Departure) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for record in departure.records {
                for consumer in graph.nodes[departure.place].consumers.taking(departure.part) {
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
        let place = edge.place
        switch graph.nodes[place].stage.work {
        case .each(let stage):
            progress.begin(place)
            defer { progress.end(place) }
            let outcomes = try await naming(record, at: place) {
                try await stage.process(record, in: context(at: place))
            }
            if case .send(let part) = outcomes.first {
                return send(record, to: part, from: place)
            }
            let passed = outcomes.enumerated().compactMap { number, outcome in
                settle(outcome, of: record, number: number, place: place)
            }
            return Departure(records: passed, place: place)
        case .merge:
            count(place)
            return Departure(records: [record], place: place)
        case .group, .ordered, .gather, .sink:
            let arrival = Arrival(record: record, isSide: edge.isSide)
            findings.withLock { $0.waiting[place, default: []].append(arrival) }
            return Departure(records: [], place: place)
        case .source: preconditionFailure("a source takes no records")
        }
    }

    /// Sends a record to the stages that take a part of what leaves `place`.
    private func send(_ record: Record, to part: String, from place: Int) -> Departure {
        guard graph.nodes[place].consumers.contains(where: { $0.part == part }) else {
            reject(record, Rejection("in part '\(part)', which nothing takes"), place: place)
            return Departure(records: [], place: place)
        }
        count(place)
        return Departure(records: [record], place: place, part: part)
    }

    private func settle(_ outcome: Outcome, of record: Record, number: Int, place: Int) -> Record? {
        switch outcome {
        case .pass:
            count(place)
            return record
        case .send: preconditionFailure("a record is sent to one part, and that is all")
        case .reject(let rejection):
            reject(record, rejection, place: place)
            return nil
        case .make(let fields, let call):
            return make(
                fields, record.fields.merging(fields), from: [record], number: number,
                place: place, call: call)
        case .replace(let fields):
            return make(fields, fields, from: [record], number: number, place: place)
        case .rejectNew(let rejection, let made, let call):
            _ = make(
                made, record.fields.merging(made), from: [record], number: number, place: place,
                call: call, rejection: rejection)
            return nil
        case .repair(let kind, let count):
            findings.withLock { $0.counts[place].repairs[kind, default: 0] += count }
            return nil
        }
    }

    // MARK: Findings

    private func make(
        _ made: JSONObject, _ fields: JSONObject, from parents: [Record], number: Int, place: Int,
        call: CallKey? = nil, rejection: Rejection? = nil
    ) -> Record {
        let names = parents.map(\.id)
        let id = RecordID.derived(from: names, stage: graph.nodes[place].name, number: number)
        let path = parents[0].path.appending(stage: place, number: number)
        note(
            place: place, id: id, parents: names, path: path, number: number, made: made,
            call: call, rejection: rejection, whole: rejection == nil ? nil : fields)
        return Record(id: id, fields: fields, path: path)
    }

    private func reject(_ record: Record, _ rejection: Rejection, place: Int) {
        note(
            place: place, id: record.id, parents: [record.id], path: record.path,
            made: [:], rejection: rejection, whole: record.fields)
    }

    private func note(
        place: Int, id: RecordID, parents: [RecordID], path: RecordPath,
        number: Int = 0, made: JSONObject, call: CallKey? = nil, rejection: Rejection? = nil,
        whole: JSONObject? = nil
    ) {
        let entry = LineageEntry(
            id: id, parents: parents, stage: graph.nodes[place].name, number: number, call: call,
            rejection: rejection, made: made, whole: whole, path: path, place: place)
        findings.withLock { state in
            state.lineage.append(entry)
            state.counts[place].add(rejection != nil)
        }
        progress.count(place, isRejected: rejection != nil)
    }

    private func count(_ place: Int, isRejected: Bool = false) {
        findings.withLock { $0.counts[place].add(isRejected) }
        progress.count(place, isRejected: isRejected)
    }

    private func result(id: RecordID, arrived: [Record], held: [Int: [Arrival]])
        -> SourceRecordResult
    {
        findings.withLock { state in
            state.lineage.sort { ($0.path, $0.place) < ($1.path, $1.place) }
            return SourceRecordResult(
                position: sourceRecord.position, source: graph.nodes[sourceRecord.stage].name,
                id: id,
                lineage: state.lineage, arrived: arrived, held: held, counts: state.counts)
        }
    }

    private func context(at place: Int) -> StageContext {
        var context = contexts[place]
        context.priority = sourceRecord.position
        return context
    }

    /// Names stage and record in whatever goes wrong.
    private func naming<T>(
        _ record: Record, at place: Int, _ body: () async throws -> T
    ) async throws -> T {
        do { return try await body() } catch let error as CancellationError {
            throw error
        } catch let error as RunInterrupted {
            throw error
        } catch {
            throw RunError.stageFailed(
                stage: graph.nodes[place].name, record: record.id.description, cause: error)
        }
    }
}

/// Records on their way from a stage to those that it feeds.
private struct Departure {
    let records: [Record]
    let place: Int
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
