import JSON
import Synchronization

/// Results of one source record so far: lineage, counts, and records waiting at stages that see
/// several.
///
/// Any number of tasks add results, in any order. ``result(id:arrived:held:)`` sorts them by the
/// records' paths, so that the order of arrival leaves no trace.
final class SourceRecordFindings: TokenAccount {
    private struct State {
        var lineage: [LineageEntry] = []
        var waiting: [NodeID: [Arrival]] = [:]
        /// Counts of each stage, in the graph's order.
        var counts: [StageCounts]
        /// Tokens of the answers to each stage's calls, in the graph's order.
        var tokens: [Int]
    }

    private let graph: Graph
    private let sourceRecord: SourceRecord
    private let progress: RunProgress
    private let state: Mutex<State>

    init(_ sourceRecord: SourceRecord, graph: Graph, progress: RunProgress) {
        self.graph = graph
        self.sourceRecord = sourceRecord
        self.progress = progress
        var state = State(
            counts: [StageCounts](repeating: StageCounts(), count: graph.nodes.count),
            tokens: [Int](repeating: 0, count: graph.nodes.count))
        state.lineage.reserveCapacity(graph.nodes.count)
        self.state = Mutex(state)
    }

    // MARK: Records that wait

    /// Stores a record at `node` until all others that can reach it are there.
    func wait(_ arrival: Arrival, at node: NodeID) {
        state.withLock { $0.waiting[node, default: []].append(arrival) }
    }

    /// Removes and returns the records that wait at `node`, in canonical order.
    func takeArrived(at node: NodeID) -> [Arrival] {
        state.withLock { $0.waiting.removeValue(forKey: node) ?? [] }
            .sorted { $0.record.path < $1.record.path }
    }

    // MARK: What stages did

    /// Adds the source's record, or its row that is no record.
    func noteSource(_ record: Record, rejection: Rejection? = nil) {
        reach(sourceRecord.node, count: 1, unusable: rejection?.problem == nil ? 0 : 1)
        note(
            sourceRecord.node, id: record.id, parents: [], path: record.path,
            location: record.location, made: record.fields, rejection: rejection,
            whole: rejection == nil ? nil : record.fields)
    }

    /// Adds a record that `node` made of others, rejected if there is a reason.
    ///
    /// - Parameters:
    ///   - made: The fields that the stage made.
    ///   - fields: All fields of the record.
    ///   - number: Index of the record among those the stage made of the same parents.
    /// - Returns: The new record, its id derived from parents, stage and number.
    @discardableResult
    func make(
        _ made: JSONObject, _ fields: JSONObject, from parents: [Record], number: Int,
        at node: NodeID, call: CallKey? = nil, rejection: Rejection? = nil
    ) -> Record {
        let names = parents.map(\.id)
        let id = RecordID.derived(from: names, stage: graph[node].name, number: number)
        let path = parents[0].path.appending(node, number: number)
        note(
            node, id: id, parents: names, path: path, location: parents[0].location,
            number: number, made: made, call: call, rejection: rejection,
            whole: rejection == nil ? nil : fields)
        return Record(id: id, fields: fields, path: path, location: parents[0].location)
    }

    /// Counts a record that passed `node` unchanged.
    func pass(at node: NodeID) {
        state.withLock { $0.counts[node].add(false) }
        progress.count(node, isRejected: false)
    }

    /// Adds the rejection of an existing record at `node`.
    func reject(_ record: Record, _ rejection: Rejection, at node: NodeID) {
        note(
            node, id: record.id, parents: [record.id], path: record.path,
            location: record.location, made: [:], rejection: rejection, whole: record.fields)
    }

    /// Counts records that came to `node`, and those of them that it could not use.
    func reach(_ node: NodeID, count: Int, unusable: Int) {
        state.withLock {
            $0.counts[node].reached += count
            $0.counts[node].unusable += unusable
        }
    }

    /// Counts repairs that `node` had to make.
    func repair(_ kind: String, count: Int, at node: NodeID) {
        state.withLock { $0.counts[node].repairs[kind, default: 0] += count }
    }

    func spend(_ tokens: Int, at index: Int) {
        state.withLock { $0.tokens[index] += tokens }
    }

    private func note(
        _ node: NodeID, id: RecordID, parents: [RecordID], path: RecordPath,
        location: RowLocation?, number: Int = 0, made: JSONObject, call: CallKey? = nil,
        rejection: Rejection? = nil, whole: JSONObject? = nil
    ) {
        let entry = LineageEntry(
            id: id, parents: parents, stage: graph[node].name, number: number, call: call,
            rejection: rejection, made: made, whole: whole, location: location, path: path,
            node: node)
        state.withLock { state in
            state.lineage.append(entry)
            state.counts[node].add(rejection != nil)
        }
        progress.count(node, isRejected: rejection != nil)
    }

    // MARK: The end

    /// Returns the results in canonical order; called once, when all work has ended.
    func result(
        id: RecordID, arrived: [Record], held: [NodeID: [Arrival]]
    ) -> SourceRecordResult {
        state.withLock { state in
            state.lineage.sort { ($0.path, $0.node) < ($1.path, $1.node) }
            return SourceRecordResult(
                position: sourceRecord.position, source: graph[sourceRecord.node].name,
                draw: sourceRecord.draw, id: id, lineage: state.lineage, arrived: arrived,
                held: held, counts: state.counts, tokens: state.tokens)
        }
    }
}
