public import Datasets
public import JSON

/// Calls remembered in a run folder's journal.
public struct JournalMemory: CallMemory {
    private let journal: Journal

    /// Memory that lasts as long as the journal's file.
    public init(_ journal: Journal) { self.journal = journal }

    /// The answer kept under `key`; an entry that is not JSON counts as unknown and is made anew.
    public func answer(to key: CallKey) throws -> JSON? {
        guard let bytes = try journal.get(key: key.bytes) else { return nil }
        return try? JSON(parsing: bytes)
    }

    /// Keeps an answer: from now on it survives the end of the process, however that comes.
    public func remember(_ answer: JSON, for key: CallKey) throws {
        try journal.put(key: key.bytes, value: answer.encoded())
    }
}

/// What a journal remembers, for a run that makes no calls.
public struct ReadOnlyMemory: CallMemory {
    private let journal: JournalReader?

    /// The calls of a journal; none without one.
    public init(_ journal: JournalReader?) { self.journal = journal }

    /// The answer kept under `key`.
    public func answer(to key: CallKey) throws -> JSON? {
        guard let bytes = try journal?.get(key: key.bytes) else { return nil }
        return try? JSON(parsing: bytes)
    }

    /// Never called: there are no new answers.
    public func remember(_ answer: JSON, for key: CallKey) {
        preconditionFailure("a run that makes no calls has nothing to remember")
    }
}
