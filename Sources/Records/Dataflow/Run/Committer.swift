/// Brings results into canonical order and hands them to the sink.
///
/// Source records end in any order and are committed in one. Everything that depends on what came
/// before is decided here and nowhere else: whether the target or a quota has room, when a target is
/// given up, what gathering stages hold. So the sink sees the same calls whatever the concurrency.
struct Committer {
    /// Source records committed so far: also the position of the next one.
    private(set) var committed = 0
    /// Source records among them that sources gave, in all readings; the others are outcomes of
    /// gathering stages.
    private(set) var drawn = 0
    /// Source records that the sources gave when they were read the first time.
    private(set) var sources = 0
    /// How many times a source was read, at most; 0 before the first source record.
    private(set) var readings = 0
    /// Tokens of the answers to each stage's calls about committed source records, in the graph's
    /// order.
    private(set) var tokens: [Int]
    /// Records that reached the sink, and what became of them.
    private(set) var sinkCounts = StageCounts()
    private var room: SinkRoom
    private let graph: Graph
    private let sink: any RunSink
    private let holds: [NodeID: any RecordHold]
    private let progress: RunProgress
    /// Results that wait for an earlier one, by position. There are no more than the run's window.
    private var waiting: [Int: SourceRecordResult] = [:]
    private var patience = Patience()
    /// What each stage could not use, in the graph's order.
    private(set) var unusable: [UnusableRecords]

    init(
        graph: Graph, sink: any RunSink, holds: [NodeID: any RecordHold], progress: RunProgress
    ) {
        room = SinkRoom(graph.sink)
        unusable = graph.nodes.map { UnusableRecords(stage: $0.name) }
        tokens = graph.nodes.map { _ in 0 }
        self.graph = graph
        self.sink = sink
        self.holds = holds
        self.progress = progress
    }

    /// Records accepted so far.
    var accepted: Int { room.accepted }

    /// How far the quotas have come; nil without quotas.
    var quotas: QuotaCounts? { room.quotas }

    /// Records that have come to the end and wait for an earlier source record; none once nothing
    /// more is wanted.
    var waitingRecords: Int { isDone ? 0 : waiting.values.reduce(0) { $0 + $1.arrived.count } }

    /// Whether as many records were accepted as were wanted.
    var isTargetReached: Bool { room.isFull }

    /// Whether no further source record is wanted.
    var isDone: Bool { room.isFull || isGivenUp }

    /// Whether the sources were read again and again for nothing.
    var isGivenUp: Bool { patience.isExhausted && graph.sink.target != nil }

    /// Notes to which draw of the sources a source record belongs.
    mutating func admit(_ position: Int, draw: Int) { patience.admit(position, draw: draw) }

    /// Takes a result and commits all that are due.
    /// - Returns: How many source records were committed.
    mutating func take(_ result: SourceRecordResult) async throws -> Int {
        waiting[result.position] = result
        let before = committed
        while !room.isFull, waiting[committed] != nil {
            // Before the commit, so that a run gives up between two source records, at the same ones
            // each time: what was followed too far ahead is dropped.
            patience.reach(committed, accepted: accepted)
            guard !isGivenUp, let next = waiting.removeValue(forKey: committed) else { break }
            try await commit(next)
        }
        return committed - before
    }

    private mutating func commit(_ result: SourceRecordResult) async throws {
        var result = result
        // Past the target the source record's other records are rejected rather than dropped: the
        // ledger counts everything that was made of a source record, so that the sums are right.
        for record in result.arrived {
            if let rejection = room.rejection(of: record) {
                result.reject(record, rejection, at: graph.sinkNode, in: graph)
            } else {
                try await sink.accept(record, part: room.part(of: record))
                result.counts[graph.sinkNode].add(false)
            }
        }
        try graph.hold(&result, in: holds, noting: progress)
        for entry in result.lineage where entry.rejection != nil {
            try await sink.reject(entry, fields: entry.whole ?? [:])
        }
        let counts = graph.nodeIDs.map { node in
            (stage: graph[node].name, counts: result.counts[node])
        }
        // Last: a source record that is in the ledger has all its records in the sink.
        try await sink.commit(result, counts: counts)
        committed += 1
        note(result)
        for node in graph.nodeIDs {
            unusable[node].add(result, at: node)
            if unusable[node].isMost { throw RunError.unusableRecords(unusable[node]) }
        }
    }

    private mutating func note(_ result: SourceRecordResult) {
        let counts = result.counts[graph.sinkNode]
        sinkCounts.created += counts.created
        sinkCounts.passed += counts.passed
        sinkCounts.rejected += counts.rejected
        for node in graph.nodeIDs { tokens[node] += result.tokens[node] }
        // A gathering stage's outcomes are committed like a source record, but no source gave them.
        guard let draw = result.draw else { return }
        drawn += 1
        if draw == 0 { sources += 1 }
        readings = max(readings, draw + 1)
    }

    /// Throws if a stage could use none of the records that reached it, once the sources have ended.
    func checkUnusable() throws {
        if let found = unusable.first(where: \.isAll) { throw RunError.unusableRecords(found) }
    }
}

extension Graph {
    /// Fills the holds of gathering stages with the records that came to them. Done in canonical
    /// order, and not on arrival.
    func hold(
        _ result: inout SourceRecordResult, in holds: [NodeID: any RecordHold],
        noting progress: RunProgress
    ) throws {
        for (node, arrivals) in result.held.sorted(by: { $0.key < $1.key }) {
            result.counts[node].reached += arrivals.count
            for arrival in arrivals {
                do {
                    try holds[node]?.take(arrival.record, isSide: arrival.isSide)
                } catch {
                    guard self[node].onError == .reject, let rejection = error.recordRejection
                    else { throw failure(of: arrival.record, at: node, error) }
                    result.reject(arrival.record, rejection, at: node, in: self)
                    result.counts[node].unusable += 1
                    progress.count(node, isRejected: true)
                }
            }
        }
    }
}

extension SourceRecordResult {
    /// Keeps a record among the rejected that reached a stage, but was not taken there.
    fileprivate mutating func reject(
        _ record: Record, _ rejection: Rejection, at node: NodeID, in graph: Graph
    ) {
        lineage.append(
            LineageEntry(
                id: record.id, parents: [record.id], stage: graph[node].name,
                number: 0, call: nil,
                rejection: rejection, made: [:], whole: record.fields,
                location: record.location, path: record.path, node: node))
        counts[node].add(true)
    }
}
