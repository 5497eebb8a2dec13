import Concurrency
import Synchronization

/// A request of the user to stop: drain first, cancel at the second request.
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

extension RunInterrupted: DrainingError {}

extension ThrowingTaskGroup where Failure == any Error {
    /// Takes every result. Those that were interrupted do not keep the others from finishing what
    /// they have begun; any other error ends all.
    /// - Throws: ``RunInterrupted`` once all have ended, if one was interrupted.
    public mutating func collectAll(_ take: (ChildTaskResult) -> Void = { _ in }) async throws {
        var interruption: RunInterrupted?
        while let result = await nextResult() {
            do { take(try result.get()) } catch let error as RunInterrupted { interruption = error }
        }
        if let interruption { throw interruption }
    }
}
