/// A condition that must hold before a run processes its first record.
public protocol StageRequirement: Sendable {
    /// Returns if the condition holds. Its calls are remembered and counted like the stage's own.
    ///
    /// - Parameter note: Told how far the check has come, for display.
    /// - Throws: Why it does not hold, in words for the user; ``RunInterrupted`` from the context.
    func check(
        in context: StageContext, noting note: @Sendable (RequirementProgress) -> Void
    ) async throws
}

/// How far the check of a requirement has come.
public struct RequirementProgress: Sendable, Equatable {
    /// What is being done, such as "measuring judge 'reward' on 142 pairs".
    public let work: String
    /// How many of ``count`` are done.
    public let done: Int
    /// How many there are.
    public let count: Int

    /// Creates a progress.
    public init(work: String, done: Int, count: Int) {
        self.work = work
        self.done = done
        self.count = count
    }
}
