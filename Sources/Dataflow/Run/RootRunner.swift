import JSON
import Synchronization

/// Takes one source record through the graph, to the end of all that is made of it.
///
/// Records run through stages that see one record at a time as fast as they can. Stages that see
/// several wait until all of the source record's records that can reach them have arrived; as they
/// are visited in the graph's order, that is so when all work before them is done.
struct RootRunner: Sendable {
    let graph: Graph
    let root: Root
    let contexts: [StageContext]
    let gates: [Int: OrderedGate]
    let judges: [Int: any OrderedJudge]
    let progress: RunProgress

    /// What has come together while the work was done in any order.
    private final class Findings: Sendable {
        struct State {
            var lineage: [LineageEntry] = []
            var waiting: [Int: [Record]] = [:]
            var counts: [Int: StageCounts] = [:]
        }
        let state = Mutex(State())
    }

    /// - Throws: ``RunInterrupted`` if a call was not made because the run is being drained; later
    ///   source records then cannot pass the gates either.
    func run() async throws -> RootResult {
        do { return try await follow() } catch let error as RunInterrupted {
            for gate in gates.values { gate.close(from: root.position) }
            throw error
        }
    }

    private func follow() async throws -> RootResult {
        let findings = Findings()
        note(
            findings, place: root.source, id: root.record.id, parents: [], path: root.record.path,
            made: root.record.fields)
        try await deliver([root.record], from: root.source, findings)
        for place in graph.nodes.indices {
            let arrived = findings.state.withLock { $0.waiting.removeValue(forKey: place) ?? [] }
                .sorted { $0.path < $1.path }
            if place == graph.sinkPlace { return result(findings, arrived: arrived) }
            try await visit(place, arrived, findings)
        }
        return result(findings, arrived: [])
    }

    // MARK: Stages that see several records

    private func visit(_ place: Int, _ arrived: [Record], _ findings: Findings) async throws {
        switch graph.nodes[place].stage.work {
        case .group(let stage) where !arrived.isEmpty:
            let outcomes = try await naming(arrived[0], at: place) {
                try await stage.process(arrived, in: contexts[place])
            }
            let passed = outcomes.enumerated().compactMap { number, outcome in
                settle(outcome, number: number, place: place, findings)
            }
            try await deliver(passed, from: place, findings)
        case .ordered:
            try await deliver(try await judge(arrived, at: place, findings), from: place, findings)
        default: break
        }
    }

    /// The records that an ordered stage lets pass. The gate is held for its verdicts only, so that
    /// later source records need not wait for what comes after.
    private func judge(
        _ arrived: [Record], at place: Int, _ findings: Findings
    ) async throws -> [Record] {
        guard let gate = gates[place], let judge = judges[place] else { return [] }
        try await gate.enter(root.position)
        defer { gate.leave(root.position) }
        var passed: [Record] = []
        for record in arrived {
            let rejection = try await naming(record, at: place) { try judge.reject(record) }
            if let rejection {
                turnAway(record, rejection, place: place, findings)
            } else {
                count(findings, place)
                passed.append(record)
            }
        }
        return passed
    }

    private func settle(
        _ outcome: GroupOutcome, number: Int, place: Int, _ findings: Findings
    ) -> Record? {
        switch outcome {
        case .keep(let record):
            count(findings, place)
            return record
        case .turnAway(let record, let rejection):
            turnAway(record, rejection, place: place, findings)
            return nil
        case .make(let fields, let parents):
            return make(fields, fields, from: parents, number: number, place: place, findings)
        case .reject(let rejection, let made, let parents):
            _ = make(
                made, made, from: parents, number: number, place: place, findings,
                rejection: rejection)
            return nil
        }
    }

    // MARK: Stages that see one record

    /// Hands records to every stage that `place` feeds, and follows them until they wait or end.
    private func deliver(_ records: [Record], from place: Int, _ findings: Findings) async throws {
        let consumers = graph.nodes[place].consumers
        if records.count == 1, consumers.count == 1 {
            return try await take(records[0], at: consumers[0], findings)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for record in records {
                for consumer in consumers {
                    group.addTask { try await take(record, at: consumer, findings) }
                }
            }
            try await group.collectAll()
        }
    }

    private func take(_ record: Record, at place: Int, _ findings: Findings) async throws {
        switch graph.nodes[place].stage.work {
        case .each(let stage):
            progress.begin(place)
            defer { progress.end(place) }
            let outcomes = try await naming(record, at: place) {
                try await stage.process(record, in: contexts[place])
            }
            let passed = outcomes.enumerated().compactMap { number, outcome in
                settle(outcome, of: record, number: number, place: place, findings)
            }
            try await deliver(passed, from: place, findings)
        case .merge:
            count(findings, place)
            try await deliver([record], from: place, findings)
        case .group, .ordered, .sink:
            findings.state.withLock { $0.waiting[place, default: []].append(record) }
        case .source: preconditionFailure("a source takes no records")
        }
    }

    private func settle(
        _ outcome: Outcome, of record: Record, number: Int, place: Int, _ findings: Findings
    ) -> Record? {
        switch outcome {
        case .keep:
            count(findings, place)
            return record
        case .turnAway(let rejection):
            turnAway(record, rejection, place: place, findings)
            return nil
        case .make(let fields, let call):
            return make(
                fields, record.fields.merging(fields), from: [record], number: number,
                place: place, findings, call: call)
        case .replace(let fields):
            return make(fields, fields, from: [record], number: number, place: place, findings)
        case .reject(let rejection, let made, let call):
            _ = make(
                made, record.fields.merging(made), from: [record], number: number, place: place,
                findings, call: call, rejection: rejection)
            return nil
        case .repair(let kind, let count):
            findings.state.withLock {
                $0.counts[place, default: StageCounts()].repairs[kind, default: 0] += count
            }
            return nil
        }
    }

    // MARK: Findings

    private func make(
        _ made: JSONObject, _ fields: JSONObject, from parents: [Record], number: Int, place: Int,
        _ findings: Findings, call: CallKey? = nil, rejection: Rejection? = nil
    ) -> Record {
        let id = RecordID.derived(
            from: parents.map(\.id), stage: graph.nodes[place].name, number: number)
        let path = parents[0].path.appending(stage: place, number: number)
        note(
            findings, place: place, id: id, parents: parents.map(\.id), path: path,
            number: number, made: made, call: call, rejection: rejection,
            whole: rejection == nil ? nil : fields)
        return Record(id: id, fields: fields, path: path)
    }

    private func turnAway(
        _ record: Record, _ rejection: Rejection, place: Int, _ findings: Findings
    ) {
        note(
            findings, place: place, id: record.id, parents: [record.id], path: record.path,
            made: [:], rejection: rejection, whole: record.fields)
    }

    private func note(
        _ findings: Findings, place: Int, id: RecordID, parents: [RecordID], path: RecordPath,
        number: Int = 0, made: JSONObject, call: CallKey? = nil, rejection: Rejection? = nil,
        whole: JSONObject? = nil
    ) {
        let entry = LineageEntry(
            id: id, parents: parents, stage: graph.nodes[place].name, number: number, call: call,
            rejection: rejection, made: made, whole: whole, path: path, place: place)
        findings.state.withLock { $0.lineage.append(entry) }
        count(findings, place, isRejected: rejection != nil)
    }

    private func count(_ findings: Findings, _ place: Int, isRejected: Bool = false) {
        findings.state.withLock { $0.counts[place, default: StageCounts()].add(isRejected) }
        progress.count(place, isRejected: isRejected)
    }

    private func result(_ findings: Findings, arrived: [Record]) -> RootResult {
        findings.state.withLock { state in
            RootResult(
                position: root.position, source: graph.nodes[root.source].name,
                id: root.record.id,
                lineage: state.lineage.sorted {
                    ($0.path, $0.place) < ($1.path, $1.place)
                }, arrived: arrived, counts: state.counts)
        }
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

extension StageCounts {
    mutating func add(_ isRejected: Bool) {
        created += 1
        if isRejected { rejected += 1 } else { passed += 1 }
    }
}
