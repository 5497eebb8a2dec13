public import JSON

/// Where calls are answered: those known from memory, the others by whoever can.
public protocol CallAnswering: Sendable {
    /// The answer to a call: the remembered one, else a new one, which is then remembered.
    func answer(
        to key: CallKey, computing: @Sendable () async throws -> JSON
    ) async throws -> JSON
}

extension StageContext: CallAnswering {}
