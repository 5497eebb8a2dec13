import JSON
import Synchronization

/// Calls that are being made, so that a question which several records ask at once is asked once.
///
/// The first that asks makes the call; the others wait for its answer. If the call fails or is
/// cancelled, that is the end of the one that made it only: the next of the others makes the call.
final class CallsInFlight: Sendable {
    private struct State {
        /// Those that wait for each call that is being made, in the order of their coming.
        var waiting: [CallKey: [(ticket: Int, continuation: Waiter)]] = [:]
        var nextTicket = 0
        /// Tickets that were cancelled before they began to wait: `onCancel` may run first, and
        /// finds nobody to resume then.
        var isCancelled: Set<Int> = []
        /// Calls that would have had to be made, where none may be made any more.
        var refused: Set<CallKey> = []
    }

    private typealias Waiter = CheckedContinuation<JSON?, any Error>

    private let state = Mutex(State())

    /// Returns the answer of the call under `key`: of the one that is being made, else of `make`.
    ///
    /// - Returns: The answer, and whether someone else has made the call.
    func answer(
        to key: CallKey, making make: () async throws -> JSON
    ) async throws -> (answer: JSON, isShared: Bool) {
        if let shared = try await enter(key) { return (shared, true) }
        do {
            let answer = try await make()
            leave(key, with: answer)
            return (answer, false)
        } catch {
            leave(key, with: nil)
            throw error
        }
    }

    /// Returns the answer of the call under `key` if it is being made; else nil, and the caller is to
    /// make it and to call ``leave(_:with:)``.
    /// - Throws: `CancellationError` if the task is cancelled while it waits.
    func enter(_ key: CallKey) async throws -> JSON? {
        let ticket: Int? = state.withLock { state in
            guard state.waiting[key] != nil else {
                state.waiting[key] = []
                return nil
            }
            state.nextTicket += 1
            return state.nextTicket
        }
        guard let ticket else { return nil }
        defer { state.withLock { _ = $0.isCancelled.remove(ticket) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<JSON?, any Error>? = state.withLock { state in
                    if state.isCancelled.contains(ticket) { return .failure(CancellationError()) }
                    guard state.waiting[key] != nil else {
                        // The call has ended since: its answer is in memory, if it had one.
                        state.waiting[key] = []
                        return .success(nil)
                    }
                    state.waiting[key]?.append((ticket, continuation))
                    return nil
                }
                // Outside the lock, as everywhere here: who is resumed may ask again at once.
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let waiter: Waiter? = state.withLock { state in
                guard let index = state.waiting[key]?.firstIndex(where: { $0.ticket == ticket })
                else {
                    state.isCancelled.insert(ticket)
                    return nil
                }
                return state.waiting[key]?.remove(at: index).continuation
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    /// Ends a call: with its answer, for all that wait for it, or without one, so that the next of
    /// them makes it.
    func leave(_ key: CallKey, with answer: JSON?) {
        let waiters: [Waiter] = state.withLock { state in
            guard let waiting = state.waiting[key] else { return [] }
            guard answer == nil, let next = waiting.first else {
                state.waiting[key] = nil
                return waiting.map(\.continuation)
            }
            state.waiting[key]?.removeFirst()
            return [next.continuation]
        }
        for waiter in waiters { waiter.resume(returning: answer) }
    }

    /// How many wait for the answer of the call under `key`.
    func waiters(for key: CallKey) -> Int { state.withLock { $0.waiting[key]?.count ?? 0 } }

    /// Notes that the call under `key` was refused; returns whether it is the first time.
    func refuse(_ key: CallKey) -> Bool { state.withLock { $0.refused.insert(key).inserted } }
}
