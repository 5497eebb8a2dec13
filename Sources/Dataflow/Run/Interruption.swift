import Synchronization

/// The wish of the user to stop: drain first, cancel at the second asking.
public final class Interruption: Sendable {
    private let draining = Atomic(false)

    /// Nothing asked yet.
    public init() {}

    /// Whether no new model call may begin; those that run are finished and remembered.
    public var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// Asks the run to stop once the calls that run have been answered.
    public func drain() { draining.store(true, ordering: .relaxed) }
}

/// A run was asked to stop; all that was finished is kept.
public struct RunInterrupted: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is said.
    public var description: String { "interrupted; run the same command again to go on" }
}
