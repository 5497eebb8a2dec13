public import JSON

/// Answers calls outside a run.
public struct CachedCalls: CallAnswering {
    private let memory: (any CallMemory)?

    /// - Parameter memory: Where answers are looked up and kept; nil to ask every time.
    public init(memory: (any CallMemory)?) { self.memory = memory }

    /// The answer to a call.
    public func answer(
        to key: CallKey, computing: @Sendable () async throws -> JSON
    ) async throws -> JSON {
        if let known = try memory?.answer(to: key) { return known }
        let answer = try await computing()
        try memory?.remember(answer, for: key)
        return answer
    }
}
