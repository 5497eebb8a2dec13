/// A condition that must hold before a run processes its first record.
public protocol StageRequirement: Sendable {
    /// Returns if the condition holds. Its calls are remembered and counted like the stage's own.
    /// - Throws: Why it does not hold, in words for the user; ``RunInterrupted`` from the context.
    func check(in context: StageContext) async throws
}
