import JSON
import Synchronization

/// Counts of a stage's model calls.
public struct CallFigures: Sendable, Equatable {
    /// Calls that were made.
    public var made = 0
    /// Calls that were answered from memory, or by the same call for another record.
    public var remembered = 0
    /// Calls without a remembered answer that were not made, because the run is draining; each
    /// counts once, however many records ask for it.
    public var refused = 0
    /// The `"tokens"` of all answers, made or remembered; 0 for answers that name none.
    public var tokens = 0
    /// The `"tokens"` of answers to calls that were made.
    public var tokensMade = 0

    /// Creates zero counts.
    public init() {}
}

/// Counts a stage's model calls as they are answered, from any thread.
final class CallCounter: Sendable {
    private let state = Mutex(CallFigures())

    var figures: CallFigures { state.withLock { $0 } }

    func noteRemembered(_ answer: JSON) {
        let tokens = answer["tokens"]?.integer ?? 0
        state.withLock {
            $0.remembered += 1
            $0.tokens += tokens
        }
    }

    func noteMade(_ answer: JSON) {
        let tokens = answer["tokens"]?.integer ?? 0
        state.withLock {
            $0.made += 1
            $0.tokens += tokens
            $0.tokensMade += tokens
        }
    }

    func noteRefused() { state.withLock { $0.refused += 1 } }
}
