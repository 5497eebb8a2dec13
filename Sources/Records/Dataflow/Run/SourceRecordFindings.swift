import JSON
import Synchronization

/// What has come of one source record so far: its lineage, its counts, and the records that wait at
/// stages which see several.
///
/// Any number of tasks note what they find, in any order. ``result(id:arrived:held:)`` puts that into
/// canonical order, by the paths of the records, so that nothing is left of the order of arrival.
final class SourceRecordFindings: Sendable {
    private struct State {
        var lineage: [LineageEntry] = []
        var waiting: [NodeID: [Arrival]] = [:]
        /// For each stage, in the graph's order.
        var counts: [StageCounts]
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
            counts: [StageCounts](repeating: StageCounts(), count: graph.nodes.count))
        state.lineage.reserveCapacity(graph.nodes.count)
        self.state = Mutex(state)
    }

    // MARK: Records that wait

    /// Lets a record wait at `node` for the others that can reach it.
    func wait(_ arrival: Arrival, at node: NodeID) {
        state.withLock { $0.waiting[node, default: []].append(arrival) }
    }

    /// The records that wait at `node`, in canonical order; they wait no more.
    func takeArrived(at node: NodeID) -> [Arrival] {
        state.withLock { $0.waiting.removeValue(forKey: node) ?? [] }
            .sorted { $0.record.path < $1.record.path }
    }

    // MARK: What stages did

    /// Notes what the source gave: a record, or what it could not make one of.
    func noteSource(_ record: Record, rejection: Rejection? = nil) {
        note(
            sourceRecord.node, id: record.id, parents: [], path: record.path, made: record.fields,
            rejection: rejection, whole: rejection == nil ? nil : record.fields)
    }

    /// Notes that `node` made a record of others, which is rejected if there is a reason.
    ///
    /// - Parameters:
    ///   - made: The fields that the stage made.
    ///   - fields: All fields of the record.
    ///   - number: Its number among what the stage made of the same records.
    /// - Returns: The record.
    @discardableResult
    func make(
        _ made: JSONObject, _ fields: JSONObject, from parents: [Record], number: Int,
        at node: NodeID, call: CallKey? = nil, rejection: Rejection? = nil
    ) -> Record {
        let names = parents.map(\.id)
        let id = RecordID.derived(from: names, stage: graph[node].name, number: number)
        let path = parents[0].path.appending(node, number: number)
        note(
            node, id: id, parents: names, path: path, number: number, made: made, call: call,
            rejection: rejection, whole: rejection == nil ? nil : fields)
        return Record(id: id, fields: fields, path: path)
    }

    /// Notes that `node` let a record pass as it is.
    func pass(at node: NodeID) {
        state.withLock { $0.counts[node].add(false) }
        progress.count(node, isRejected: false)
    }

    /// Notes that `node` rejected a record as it is.
    func reject(_ record: Record, _ rejection: Rejection, at node: NodeID) {
        note(
            node, id: record.id, parents: [record.id], path: record.path, made: [:],
            rejection: rejection, whole: record.fields)
    }

    /// Notes what had to be mended at `node`.
    func repair(_ kind: String, count: Int, at node: NodeID) {
        state.withLock { $0.counts[node].repairs[kind, default: 0] += count }
    }

    private func note(
        _ node: NodeID, id: RecordID, parents: [RecordID], path: RecordPath, number: Int = 0,
        made: JSONObject, call: CallKey? = nil, rejection: Rejection? = nil,
        whole: JSONObject? = nil
    ) {
        let entry = LineageEntry(
            id: id, parents: parents, stage: graph[node].name, number: number, call: call,
            rejection: rejection, made: made, whole: whole, path: path, node: node)
        state.withLock { state in
            state.lineage.append(entry)
            state.counts[node].add(rejection != nil)
        }
        progress.count(node, isRejected: rejection != nil)
    }

    // MARK: The end

    /// Everything that came of the source record; the work is over.
    func result(
        id: RecordID, arrived: [Record], held: [NodeID: [Arrival]]
    ) -> SourceRecordResult {
        state.withLock { state in
            state.lineage.sort { ($0.path, $0.node) < ($1.path, $1.node) }
            return SourceRecordResult(
                position: sourceRecord.position, source: graph[sourceRecord.node].name, id: id,
                lineage: state.lineage, arrived: arrived, held: held, counts: state.counts)
        }
    }
}
