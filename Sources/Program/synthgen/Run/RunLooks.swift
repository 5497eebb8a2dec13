import Datasets
import Synchronization

/// What a table of a run needs of the looks before: its pace, and which stages worked last.
final class RunLooks: Sendable {
    private struct State {
        var pace: RunPace
        var looks = 0
        /// Records and work of each stage at the last look.
        var seen: [Int] = []
        /// The number of the look at which a stage had last changed; 0 if it never did anything.
        var lastChange: [Int] = []
    }

    private let state: Mutex<State>

    /// Looks at a run of which the points `history` are known, oldest first.
    init(history: [RunPoint] = []) { state = Mutex(State(pace: RunPace(history))) }

    /// Takes a look at the run.
    func look(at snapshot: RunSnapshot) -> RunView {
        state.withLock { state in
            state.pace.add(snapshot)
            state.looks += 1
            if state.seen.count != snapshot.stages.count {
                state.seen = snapshot.stages.map { _ in 0 }
                state.lastChange = state.seen
            }
            for (index, stage) in snapshot.stages.enumerated() {
                let work = stage.created + stage.rejected + stage.working
                if work != state.seen[index] { state.lastChange[index] = state.looks }
                state.seen[index] = work
            }
            return RunView(
                snapshot: snapshot, lastChange: state.lastChange,
                secondsLeft: state.pace.secondsLeft(at: snapshot),
                tokensPerSecond: state.pace.tokensPerSecond(at: snapshot))
        }
    }
}
