public import JSON

/// Answers calls from memory where possible.
public protocol CallAnswering: Sendable {
    /// Returns the remembered answer to a call, else computes and remembers one.
    func answer(
        to key: CallKey, computing: @Sendable () async throws -> JSON
    ) async throws -> JSON
}

extension StageContext: CallAnswering {}
