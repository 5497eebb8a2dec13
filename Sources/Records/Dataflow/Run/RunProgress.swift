import Synchronization

/// Live counts of a run, for display.
///
/// The stages' counts run ahead of the committed ones: they include records in flight, and source
/// records that turn out not to be needed.
public final class RunProgress: Sendable {
    /// One stage's figures.
    public struct Stage: Sendable {
        /// The stage's full name.
        public let name: String
        /// The stage's kind.
        public let type: String
        /// Records made, passed on and rejected.
        public internal(set) var counts = StageCounts()
        /// Records being processed now.
        public internal(set) var running = 0
        /// Tokens of the answers to the stage's calls about committed source records. The answers
        /// that a pilot or a wide window made for others are not among them.
        public internal(set) var tokens = 0
    }

    /// Counts of all stages at one moment.
    public struct Snapshot: Sendable {
        /// The stages in the graph's order.
        public internal(set) var stages: [Stage]
        /// Records accepted and committed.
        public internal(set) var accepted = 0
        /// Records wanted, if a number was given.
        public let target: Int?
        /// Source records committed.
        public internal(set) var finishedSourceRecords = 0
        /// Source records at work or waiting to be committed.
        public internal(set) var openSourceRecords = 0
        /// Records that have reached the end and wait to be committed, after an earlier source
        /// record: the order of the records is that of the sources.
        public internal(set) var waitingRecords = 0
        /// The check that goes before the first source record; nil while there is none.
        public internal(set) var requirement: RequirementProgress?
    }

    /// One stage's counters, updated from many threads.
    private final class Counters: Sendable {
        let created = Atomic(0)
        let rejected = Atomic(0)
        let running = Atomic(0)
    }

    private let counters: [Counters]
    private let sinkNode: NodeID
    /// The snapshot without the counters' values.
    private let state: Mutex<Snapshot>

    init(graph: Graph) {
        counters = graph.nodes.map { _ in Counters() }
        sinkNode = graph.sinkNode
        state = Mutex(
            Snapshot(
                stages: graph.nodes.map { Stage(name: $0.name, type: $0.declaration.type) },
                target: graph.sink.target))
    }

    /// The current counts.
    public var snapshot: Snapshot {
        var snapshot = state.withLock { $0 }
        for (node, counters) in zip(counters.nodeIDs, counters) where node != sinkNode {
            let created = counters.created.load(ordering: .relaxed)
            // The two counters are read one after the other: `passed` must not become negative.
            let rejected = min(created, counters.rejected.load(ordering: .relaxed))
            snapshot.stages[node].counts.created = created
            snapshot.stages[node].counts.passed = created - rejected
            snapshot.stages[node].counts.rejected = rejected
            snapshot.stages[node].running = counters.running.load(ordering: .relaxed)
        }
        return snapshot
    }

    func begin(_ node: NodeID) { counters[node].running.add(1, ordering: .relaxed) }
    func end(_ node: NodeID) { counters[node].running.subtract(1, ordering: .relaxed) }

    func count(_ node: NodeID, isRejected: Bool) {
        counters[node].created.add(1, ordering: .relaxed)
        if isRejected { counters[node].rejected.add(1, ordering: .relaxed) }
    }

    func note(_ requirement: RequirementProgress?) {
        state.withLock { $0.requirement = requirement }
    }

    /// Notes what is committed and what waits for that.
    func note(_ committer: Committer, open: Int) {
        state.withLock {
            for (node, count) in zip(committer.tokens.nodeIDs, committer.tokens) {
                $0.stages[node].tokens = count
            }
            $0.stages[sinkNode].counts = committer.sinkCounts
            $0.accepted = committer.accepted
            $0.waitingRecords = committer.waitingRecords
            $0.finishedSourceRecords = committer.committed
            $0.openSourceRecords = open
        }
    }
}
