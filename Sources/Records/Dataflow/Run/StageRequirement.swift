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
        for place in graph.nodes.indices { try await checkRequirement(at: place) }
    }

    /// Checks what the stage at `place` requires, if it does.
    func checkRequirement(at place: Int) async throws {
        let node = graph.nodes[place]
        do { try await node.stage.requirement?.check(in: contexts[place]) } catch {
            if error is RunInterrupted || error is CancellationError { throw error }
            throw RunError.requirementNotMet(stage: node.name, cause: error)
        }
    }
}
