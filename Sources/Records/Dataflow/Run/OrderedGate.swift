import Synchronization

/// Lets source records through one at a time, in canonical order.
///
/// A turn is the position of a source record. Each turn from 0 is taken exactly once, also by a source
/// record that has nothing for the stage behind the gate: a turn that is never taken would hold up all
/// later ones. A turn waits only for earlier ones, which the run has admitted before it, so that there
/// is always one that can go on.
final class OrderedGate: Sendable {
    private struct State {
        /// The turn that is inside, or may enter.
        var turn = 0
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        /// Turns that were cancelled before they began to wait: `onCancel` may run first, and finds
        /// nobody to resume then.
        var isCancelled: Set<Int> = []
        /// The first turn that will never come, because the one before it was interrupted.
        var end = Int.max
    }

    private let state: Mutex<State>

    /// - Parameter turn: The first turn.
    init(from turn: Int = 0) { state = Mutex(State(turn: turn)) }

    /// Waits until `turn` is the next to go.
    /// - Throws: `CancellationError` if the task is cancelled while it waits, ``RunInterrupted`` if
    ///   its turn will not come.
    func enter(_ turn: Int) async throws {
        if isNext(turn) { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let verdict: Result<Void, any Error>? = state.withLock { state in
                    if state.isCancelled.remove(turn) != nil {
                        return .failure(CancellationError())
                    }
                    if turn >= state.end { return .failure(RunInterrupted()) }
                    if state.turn == turn { return .success(()) }
                    state.waiting[turn] = continuation
                    return nil
                }
                // Outside the lock, as everywhere here: who is resumed may call the gate at once.
                if let verdict { continuation.resume(with: verdict) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiting.removeValue(forKey: turn)
                if waiter == nil { state.isCancelled.insert(turn) }
                return waiter
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    private func isNext(_ turn: Int) -> Bool {
        state.withLock { $0.turn == turn && turn < $0.end }
    }

    /// Ends `turn`, which must be the one that entered last.
    func leave(_ turn: Int) {
        let next = state.withLock { state in
            precondition(state.turn == turn, "turn \(turn) left while \(state.turn) was inside")
            state.turn += 1
            return state.waiting.removeValue(forKey: state.turn)
        }
        next?.resume()
    }

    /// Turns from `turn` on will not come: it was interrupted on its way here.
    func close(from turn: Int) {
        let refused = state.withLock { state in
            state.end = min(state.end, turn)
            let refused = state.waiting.filter { $0.key >= state.end }
            for turn in refused.keys { state.waiting[turn] = nil }
            return refused.values
        }
        for waiter in refused { waiter.resume(throwing: RunInterrupted()) }
    }
}
