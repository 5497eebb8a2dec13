import Synchronization

/// What an engine gives back for a request.
enum Answer: Sendable {
    case completion(Completion)
    /// One row per wanted position, ascending.
    case rows([[Float]])
}

/// Says that a caller no longer waits; looked at before each step.
final class CancellationFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}

/// A waiting caller; resumed exactly once, by the engine's thread.
struct Reply: Sendable {
    let flag: CancellationFlag
    let continuation: CheckedContinuation<Answer, any Error>
}
