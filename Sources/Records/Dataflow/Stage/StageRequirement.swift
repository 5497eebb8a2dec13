/// What must hold before a run spends anything on its records.
public protocol StageRequirement: Sendable {
    /// Returns if it holds. What it asks is remembered and counted like the stage's own calls.
    /// - Throws: Why it does not hold, in words for the user; ``RunInterrupted`` from the context.
    func check(in context: StageContext) async throws
}
