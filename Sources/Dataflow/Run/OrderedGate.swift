import Synchronization

/// Lets source records through one at a time, in canonical order.
///
/// Each turn from 0 is taken exactly once. A turn waits only for earlier ones, which the run has
/// admitted before it, so there is always one that can go on.
final class OrderedGate: Sendable {
    private struct State {
        var turn = 0
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var isCancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Waits until `turn` is the next to go.
    /// - Throws: `CancellationError` if the task is cancelled while it waits.
    func enter(_ turn: Int) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let verdict: Result<Void, any Error>? = state.withLock { state in
                    if state.isCancelled.remove(turn) != nil { return .failure(CancellationError()) }
                    if state.turn == turn { return .success(()) }
                    state.waiting[turn] = continuation
                    return nil
                }
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

    /// Ends `turn`, which must be the one that entered last.
    func leave(_ turn: Int) {
        let next = state.withLock { state in
            precondition(state.turn == turn, "turn \(turn) left while \(state.turn) was inside")
            state.turn += 1
            return state.waiting.removeValue(forKey: state.turn)
        }
        next?.resume()
    }
}
