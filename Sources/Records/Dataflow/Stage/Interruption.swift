import Concurrency
import Synchronization

/// The user's request to stop: drain at the first, cancel at the second.
public final class Interruption: Sendable {
    private let draining = Atomic(false)

    /// Creates an interruption that has not been requested.
    public init() {}

    /// Whether no new model call may begin; calls in flight are finished and remembered.
    public var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// Asks the run to stop once the calls in flight have been answered.
    public func drain() { draining.store(true, ordering: .relaxed) }
}

/// The run was asked to stop; finished work is kept.
public struct RunInterrupted: Error, Equatable, Sendable, CustomStringConvertible {
    /// The message to the user.
    public var description: String { "interrupted; run the same command again to go on" }
}

extension RunInterrupted: DrainingError {}

extension ThrowingTaskGroup where Failure == any Error {
    /// Takes every result. After an interrupted child the others still finish; any other error ends
    /// all.
    /// - Throws: ``RunInterrupted`` once all have ended, if one was interrupted.
    public mutating func collectAll(_ take: (ChildTaskResult) -> Void = { _ in }) async throws {
        var interruption: RunInterrupted?
        while let result = await nextResult() {
            do { take(try result.get()) } catch let error as RunInterrupted { interruption = error }
        }
        if let interruption { throw interruption }
    }
}
