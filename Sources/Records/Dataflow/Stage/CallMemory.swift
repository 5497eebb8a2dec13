public import JSON

/// Storage of finished calls: a run's journal, or memory in tests.
public protocol CallMemory: Sendable {
    /// Returns the answer stored under `key`, if any.
    func answer(to key: CallKey) throws -> JSON?
    /// Stores an answer.
    func remember(_ answer: JSON, for key: CallKey) throws
}
