import JSON
import Synchronization

/// A record that a program is to be asked about.
struct ProgramJob: Sendable {
    /// The record's name.
    let id: String
    /// What is sent of it.
    let record: JSONObject
    /// Where the answer goes.
    let reply: PendingReply
    /// How often a program failed at it.
    var failures = 0
    /// Whether it is asked about with no other record in flight, because a program failed at several.
    var isAlone = false
}

/// Where one answer arrives, once.
final class PendingReply: Sendable {
    private enum State {
        case empty
        case awaited(CheckedContinuation<ProgramReply, any Error>)
        case settled(Result<ProgramReply, any Error>)
    }

    private let state = Mutex(State.empty)

    /// Whether an answer has come, or none is wanted any more.
    var isSettled: Bool {
        state.withLock { if case .settled = $0 { true } else { false } }
    }

    /// Gives `continuation` the answer, now or later. To be called once.
    func wait(_ continuation: CheckedContinuation<ProgramReply, any Error>) {
        let known: Result<ProgramReply, any Error>? = state.withLock { state in
            if case .settled(let result) = state { return result }
            state = .awaited(continuation)
            return nil
        }
        if let known { continuation.resume(with: known) }
    }

    /// Brings the answer; later ones change nothing.
    func settle(_ result: Result<ProgramReply, any Error>) {
        let waiter: CheckedContinuation<ProgramReply, any Error>? = state.withLock { state in
            defer { if case .settled = state {} else { state = .settled(result) } }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        waiter?.resume(with: result)
    }
}
