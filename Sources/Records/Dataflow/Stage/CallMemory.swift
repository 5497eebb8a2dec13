public import JSON

/// Where finished calls are kept: the journal of a run, or memory in tests.
public protocol CallMemory: Sendable {
    /// The answer kept under `key`, if any.
    func answer(to key: CallKey) throws -> JSON?
    /// Keeps an answer.
    func remember(_ answer: JSON, for key: CallKey) throws
}
