public import JSON

/// Answers calls from memory for a command, outside a run.
public struct CachedCalls: CallAnswering {
    private let memory: (any CallMemory)?
    private let inFlight = CallsInFlight()

    /// - Parameter memory: Memory for answers; nil to make every call anew.
    public init(memory: (any CallMemory)?) { self.memory = memory }

    /// Returns the remembered answer to a call, else computes and remembers one.
    public func answer(
        to key: CallKey, computing: @Sendable () async throws -> JSON
    ) async throws -> JSON {
        try await inFlight.answer(to: key) { try await ownAnswer(to: key, computing) }.answer
    }

    private func ownAnswer(
        to key: CallKey, _ computing: @Sendable () async throws -> JSON
    ) async throws -> JSON {
        if let known = try memory?.answer(to: key) { return known }
        let answer = try await computing()
        try memory?.remember(answer, for: key)
        return answer
    }
}
