/// Calls that a run would find in memory and calls that it would have to make, as far as can be
/// known without making any.
public struct Rehearsal: Sendable {
    /// One stage's calls.
    public struct Stage: Sendable {
        /// The stage's full name.
        public let name: String
        /// The stage's kind.
        public let type: String
        /// Whether the stage calls models at all.
        public let asks: Bool
        /// The known calls; the refused ones are those that a run would have to make.
        public let calls: CallFigures
        /// The first stage before this one with unknown answers, so that there may be more calls.
        public let waitsFor: String?
    }

    /// The stages in the graph's order.
    public let stages: [Stage]
    /// The ids of the source records processed.
    public let sourceRecords: [RecordID]
    /// Source records that reached their end without a new call.
    public let finished: Int
    /// Records that would be accepted without a new call.
    public let accepted: Int
}

extension Run {
    /// Runs source records as far as remembered answers lead; makes no call and changes nothing.
    ///
    /// - Parameter limit: How many source records to run; one draw of the sources if nil.
    public func rehearse(sources limit: Int?) async throws -> Rehearsal {
        let stopped = Interruption()
        // A draining run answers from memory and refuses every other call.
        stopped.drain()
        var execution = try makeExecution(interruption: stopped)
        for node in graph.nodeIDs {
            do { try await execution.checkRequirement(at: node) } catch is RunInterrupted {}
        }
        var sequence = execution.sourceRecords
        var sourceRecords: [RecordID] = []
        var (finished, accepted) = (0, 0)
        while sourceRecords.count < limit ?? .max, let sourceRecord = try sequence.next() {
            if limit == nil, sequence.finishedDraws > 0 { break }
            switch sourceRecord.start {
            case .source(let record), .refused(let record, _): sourceRecords.append(record.id)
            case .gathered: break
            }
            execution.openGates(from: sourceRecord.position)
            do {
                accepted += try await execution.makeRunner(for: sourceRecord).run().arrived.count
                finished += 1
            } catch is RunInterrupted {}
            if let target = graph.sink.target, accepted >= target { break }
        }
        return Rehearsal(
            stages: stages(), sourceRecords: sourceRecords, finished: finished, accepted: accepted)
    }

    private func stages() -> [Rehearsal.Stage] {
        var open: [String: String] = [:]
        return zip(graph.nodes, callFigures).map { node, calls in
            let feeders = node.declaration.feeds.map(\.stage)
            let waitsFor = feeders.compactMap { open[$0] }.first
            var isGathering = false
            if case .gather = node.stage.work { isGathering = true }
            if calls.refused > 0 || isGathering {
                open[node.name] = node.name
            } else if let waitsFor {
                open[node.name] = waitsFor
            }
            return Rehearsal.Stage(
                name: node.name, type: node.declaration.type, asks: !node.stage.models.isEmpty,
                calls: calls, waitsFor: waitsFor)
        }
    }
}
