import JSON
import Synchronization

/// A question to a program about one record.
struct ProgramJob: Sendable {
    /// The record's id.
    let id: String
    /// The fields that are sent.
    let record: JSONObject
    /// Receives the answer.
    let reply: PendingReply
    /// Number of failures at this record so far.
    var failures = 0
    /// Whether no other record may be in flight with it; set after a failure at it or beside it.
    var isAlone = false
}

/// A one-shot promise of a reply.
final class PendingReply: Sendable {
    private enum State {
        case empty
        case awaited(CheckedContinuation<ProgramReply, any Error>)
        case settled(Result<ProgramReply, any Error>)
    }

    private let state = Mutex(State.empty)

    /// Whether the reply has come or is no longer wanted.
    var isSettled: Bool {
        state.withLock { if case .settled = $0 { true } else { false } }
    }

    /// Resumes `continuation` with the reply, now or later. Must be called once.
    func wait(_ continuation: CheckedContinuation<ProgramReply, any Error>) {
        let known: Result<ProgramReply, any Error>? = state.withLock { state in
            if case .settled(let result) = state { return result }
            state = .awaited(continuation)
            return nil
        }
        // Outside the lock: the resumed task may call back at once.
        if let known { continuation.resume(with: known) }
    }

    /// Sets the reply; has no effect after the first time.
    func settle(_ result: Result<ProgramReply, any Error>) {
        let waiter: CheckedContinuation<ProgramReply, any Error>? = state.withLock { state in
            defer { if case .settled = state {} else { state = .settled(result) } }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        waiter?.resume(with: result)
    }
}
