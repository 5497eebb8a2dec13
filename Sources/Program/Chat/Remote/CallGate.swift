import Synchronization

/// Lets calls of a server begin: as many at a time as it takes, in the order of their priority.
///
/// The number grows by one for as many successes as there are calls at a time, and is halved when
/// the server is overloaded (additive increase, multiplicative decrease: Chiu and Jain 1989). Calls
/// that began before the last halving do not halve it again.
final class CallGate: Sendable {
    private struct Waiter {
        let number: Int
        let priority: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var limit: Double
        var running = 0
        var waiters: [Waiter] = []
        /// Waiters that were cancelled before they came.
        var cancelled: Set<Int> = []
        var lastNumber = 0
        var refuses = false
        /// When the limit was last halved, in calls begun.
        var begun = 0
        var halvedAt = -1
        /// No call begins before.
        var opensAt: ContinuousClock.Instant
        var hasSucceeded = false
    }

    private let most: Double
    /// Between the beginnings of two calls.
    private let interval: Duration?
    private let state: Mutex<State>

    init(most: Int, requestsPerMinute: Double?) {
        self.most = Double(max(1, most))
        interval = requestsPerMinute.map { .seconds(60 / $0) }
        state = Mutex(State(limit: min(8, Double(max(1, most))), opensAt: .now))
    }

    /// Whether any call has ever succeeded.
    var hasSucceeded: Bool { state.withLock { $0.hasSucceeded } }

    /// Waits for its turn.
    ///
    /// - Returns: The number of the call among those that began, for ``end(_:began:)``.
    /// - Throws: `CancellationError`, also after ``refuseWaiting()``.
    func begin(priority: Int) async throws -> Int {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let refused = state.withLock { state -> Bool in
                    guard !state.refuses, state.cancelled.remove(number) == nil else { return true }
                    let waiter = Waiter(
                        number: number, priority: priority, continuation: continuation)
                    let place = state.waiters.firstIndex { $0.priority > priority }
                    state.waiters.insert(waiter, at: place ?? state.waiters.endIndex)
                    return false
                }
                if refused { continuation.resume(throwing: CancellationError()) }
                admit()
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let place = state.waiters.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return state.waiters.remove(at: place)
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
        let opens = state.withLock { state -> ContinuousClock.Instant in
            state.cancelled.remove(number)
            let opens = max(state.opensAt, .now)
            if let interval { state.opensAt = opens + interval }
            return opens
        }
        do {
            try await sleep(until: opens)
        } catch {
            end(.cancelled, began: 0)
            throw error
        }
        return state.withLock { state in
            state.begun += 1
            return state.begun
        }
    }

    /// Sleeps, but no longer than calls may begin.
    ///
    /// - Throws: `CancellationError`, also after ``refuseWaiting()``.
    func sleep(until end: ContinuousClock.Instant) async throws {
        while .now < end {
            guard !state.withLock({ $0.refuses }) else { throw CancellationError() }
            try await Task.sleep(until: min(end, .now + .milliseconds(200)), clock: .continuous)
        }
    }

    /// How a call ended.
    enum Ending {
        case succeeded
        /// Refused for now, or timed out; calls begin again after `pause`.
        case overloaded(pause: Duration?)
        case failed
        case cancelled
    }

    /// Makes room for the next call.
    func end(_ ending: Ending, began: Int) {
        state.withLock { state in
            state.running -= 1
            switch ending {
            case .succeeded:
                state.hasSucceeded = true
                state.limit = min(most, state.limit + 1 / state.limit)
            case .overloaded(let pause):
                if began > state.halvedAt {
                    state.limit = max(1, state.limit / 2)
                    state.halvedAt = state.begun
                }
                if let pause { state.opensAt = max(state.opensAt, .now + pause) }
            case .failed, .cancelled: break
            }
        }
        admit()
    }

    /// Ends the wait of all that have not begun, now and later.
    func refuseWaiting() {
        let waiters = state.withLock { state in
            state.refuses = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(throwing: CancellationError()) }
    }

    private func admit() {
        let admitted = state.withLock { state -> [Waiter] in
            let room = max(0, min(state.waiters.count, Int(state.limit) - state.running))
            let admitted = Array(state.waiters.prefix(room))
            state.waiters.removeFirst(room)
            state.running += room
            return admitted
        }
        for waiter in admitted { waiter.continuation.resume() }
    }
}
