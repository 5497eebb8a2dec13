/// Brings results into canonical order and hands them to the sink.
///
/// Source records end in any order and are committed in one. Everything that depends on what came
/// before is decided here and nowhere else: whether the target or a quota has room, when a target is
/// given up, what gathering stages hold. So the sink sees the same calls whatever the concurrency.
struct Committer {
    /// Source records committed so far: also the position of the next one.
    private(set) var committed = 0
    private var room: SinkRoom
    private let graph: Graph
    private let sink: any RunSink
    private let holds: [NodeID: any RecordHold]
    /// Results that wait for an earlier one, by position. There are no more than the run's window.
    private var waiting: [Int: SourceRecordResult] = [:]
    private var patience = Patience()

    init(graph: Graph, sink: any RunSink, holds: [NodeID: any RecordHold]) {
        room = SinkRoom(graph.sink)
        self.graph = graph
        self.sink = sink
        self.holds = holds
    }

    /// Records accepted so far.
    var accepted: Int { room.accepted }

    /// How far the quotas have come; nil without quotas.
    var quotas: QuotaCounts? { room.quotas }

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
                try await sink.accept(record)
                result.counts[graph.sinkNode].add(false)
            }
        }
        for entry in result.lineage where entry.rejection != nil {
            try await sink.reject(entry, fields: entry.whole ?? [:])
        }
        // Holds are filled here and not on arrival, because they must see canonical order, too.
        for (node, arrivals) in result.held {
            for arrival in arrivals {
                try holds[node]?.take(arrival.record, isSide: arrival.isSide)
            }
        }
        let counts = graph.nodeIDs.map { node in
            (stage: graph[node].name, counts: result.counts[node])
        }
        // Last: a source record that is in the ledger has all its records in the sink.
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
