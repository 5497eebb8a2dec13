/// What must hold before a run spends anything on its records.
public protocol StageRequirement: Sendable {
    /// Returns if it holds. What it asks is remembered and counted like the stage's own calls.
    /// - Throws: Why it does not hold, in words for the user; ``RunInterrupted`` from the context.
    func check(in context: StageContext) async throws
}

extension Runner {
    /// Checks what the stages require, in the graph's order.
    /// - Throws: ``RunError/requirementNotMet(stage:cause:)`` for the first that does not hold.
    func checkRequirements() async throws {
        for node in graph.nodeIDs { try await checkRequirement(at: node) }
    }

    /// Checks what the stage at `id` requires, if it does.
    func checkRequirement(at id: NodeID) async throws {
        let node = graph[id]
        do { try await node.stage.requirement?.check(in: contexts[id]) } catch {
            if error is RunInterrupted || error is CancellationError { throw error }
            throw RunError.requirementNotMet(stage: node.name, cause: error)
        }
    }
}
