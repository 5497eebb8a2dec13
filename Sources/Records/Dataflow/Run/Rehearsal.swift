/// What a run would find remembered and what it would have to ask, as far as can be known without
/// asking.
public struct Rehearsal: Sendable {
    /// One stage's calls.
    public struct Stage: Sendable {
        /// Its full name.
        public let name: String
        /// Its kind.
        public let type: String
        /// Whether it calls models at all.
        public let asks: Bool
        /// What is known of its calls; those refused would have to be made.
        public let calls: CallFigures
        /// The first stage before it whose answers are not known, so that there may be more calls.
        public let waitsFor: String?
    }

    /// The stages in the graph's order.
    public let stages: [Stage]
    /// The names of the source records that were looked at.
    public let sourceRecords: [RecordID]
    /// How many of them were followed to their end without a new call.
    public let finished: Int
    /// Records that would be accepted without a new call.
    public let accepted: Int
}

extension Run {
    /// Follows source records as far as remembered answers lead, making no call and changing nothing.
    ///
    /// - Parameter limit: How many source records to follow; one reading of the sources, if nil.
    public func rehearse(sources limit: Int?) async throws -> Rehearsal {
        let stopped = Interruption()
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
