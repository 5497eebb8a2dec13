import Dispatch
import Synchronization

/// Where callers leave requests for the engine's thread.
///
/// Continuations are resumed and the thread is woken outside the lock.
final class Mailbox: Sendable {
    /// A request as it came in.
    struct Arrival: Sendable {
        let goal: RequestState.Goal
        let tokens: [Int32]
        let priority: Int
        let reply: Reply
    }

    private struct State {
        var arrivals: [Arrival] = []
        var drainers: [CheckedContinuation<Void, Never>] = []
        var joiners: [CheckedContinuation<Void, Never>] = []
        var isIdle = false
        /// Set once no more requests are taken.
        var refusal: (any Error)?
        var hasEnded = false
        var statistics = EngineStatistics()
    }

    /// Whether requests that have not begun are refused.
    var refusesWaiting: Bool { refusal.load(ordering: .relaxed) }

    /// How many callers have stopped waiting.
    var cancellations: Int { cancelled.load(ordering: .acquiring) }

    private let refusal = Atomic(false)
    private let cancelled = Atomic(0)
    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)

    /// Adds a request.
    ///
    /// - Throws: The reason for which the engine was stopped, if it was.
    func post(_ arrival: Arrival) throws {
        let wasIdle = try state.withLock { state in
            if let refusal = state.refusal { throw refusal }
            state.arrivals.append(arrival)
            defer { state.isIdle = false }
            return state.isIdle
        }
        if wasIdle { wake.signal() }
    }

    /// Counts a caller who no longer waits; the thread drops the request before its next step.
    func cancel(_ flag: CancellationFlag) {
        flag.set()
        cancelled.wrappingAdd(1, ordering: .releasing)
    }

    /// Makes the thread refuse every request that it has not begun.
    func refuseWaiting() { refusal.store(true, ordering: .relaxed) }

    /// Stops taking requests; the thread ends after its current step, and later callers get
    /// `reason`.
    func stop(because reason: any Error = EngineError.stopped) {
        let wasIdle = state.withLock { state in
            if state.refusal == nil { state.refusal = reason }
            defer { state.isIdle = false }
            return state.isIdle
        }
        if wasIdle { wake.signal() }
    }

    /// Returns when there is nothing to do, or when the thread has ended.
    func waitUntilIdle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.isIdle || state.hasEnded { return true }
                state.drainers.append(continuation)
                return false
            }
            if isIdle { continuation.resume() }
        }
    }

    /// Returns when the thread has ended.
    func waitUntilEnded() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.joiners.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    var statistics: EngineStatistics { state.withLock { $0.statistics } }

    // For the engine's thread.

    func update(_ statistics: EngineStatistics) {
        state.withLock { $0.statistics = statistics }
    }

    /// The requests that have come in, or `nil` once stopped; sleeps while there are none if
    /// `mayWait`.
    func take(mayWait: Bool) -> [Arrival]? {
        while true {
            let (arrivals, drainers): ([Arrival]?, [CheckedContinuation<Void, Never>]) =
                state.withLock { state in
                    if state.refusal != nil { return (nil, []) }
                    guard state.arrivals.isEmpty, mayWait else {
                        defer { state.arrivals = [] }
                        return (state.arrivals, [])
                    }
                    state.isIdle = true
                    defer { state.drainers = [] }
                    return ([], state.drainers)
                }
            for drainer in drainers { drainer.resume() }
            guard let arrivals else { return nil }
            if !arrivals.isEmpty || !mayWait { return arrivals }
            wake.wait()
        }
    }

    /// Ends the mailbox; returns the requests left over and the error to fail them with.
    func end() -> (arrivals: [Arrival], reason: any Error) {
        let (arrivals, waiters, reason) = state.withLock { state in
            state.hasEnded = true
            defer {
                state.arrivals = []
                state.drainers = []
                state.joiners = []
            }
            let waiters = state.drainers + state.joiners
            return (state.arrivals, waiters, state.refusal ?? EngineError.stopped)
        }
        for waiter in waiters { waiter.resume() }
        return (arrivals, reason)
    }
}
