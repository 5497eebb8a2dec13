import Synchronization

/// What a run has done so far, for whoever shows it.
///
/// These figures run ahead of what is committed: they count what is in flight too, and source
/// records that turn out not to be needed.
public final class RunProgress: Sendable {
    /// One stage's figures.
    public struct Stage: Sendable {
        /// Its full name.
        public let name: String
        /// Its kind.
        public let type: String
        /// What it made, passed on and turned away.
        public internal(set) var counts = StageCounts()
        /// Records that it is working on now.
        public internal(set) var running = 0
    }

    /// All stages' figures at one moment.
    public struct Snapshot: Sendable {
        /// The stages in the graph's order.
        public internal(set) var stages: [Stage]
        /// Records accepted and committed.
        public internal(set) var accepted = 0
        /// Records wanted, if a number was given.
        public let target: Int?
        /// Source records that are done and committed.
        public internal(set) var finishedRoots = 0
        /// Source records being worked on.
        public internal(set) var openRoots = 0
    }

    private let state: Mutex<Snapshot>

    init(graph: Graph) {
        state = Mutex(
            Snapshot(
                stages: graph.nodes.map { Stage(name: $0.name, type: $0.declaration.type) },
                target: graph.sink.target))
    }

    /// The figures now.
    public var snapshot: Snapshot { state.withLock { $0 } }

    func begin(_ place: Int) { state.withLock { $0.stages[place].running += 1 } }
    func end(_ place: Int) { state.withLock { $0.stages[place].running -= 1 } }

    func count(_ place: Int, isRejected: Bool) {
        state.withLock { $0.stages[place].counts.add(isRejected) }
    }

    func note(accepted: Int, finished: Int, open: Int) {
        state.withLock {
            $0.accepted = accepted
            $0.finishedRoots = finished
            $0.openRoots = open
        }
    }
}
