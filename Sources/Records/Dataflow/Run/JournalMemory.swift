public import Datasets
public import JSON

/// Call memory in the journal of a run folder.
public struct JournalMemory: CallMemory {
    private let journal: Journal

    /// Creates a memory over an open journal.
    public init(_ journal: Journal) { self.journal = journal }

    /// Returns the answer stored under `key`; an entry that is not JSON counts as unknown.
    public func answer(to key: CallKey) throws -> JSON? {
        guard let bytes = try journal.get(key: key.bytes) else { return nil }
        return try? JSON(parsing: bytes)
    }

    /// Stores an answer; it survives the end of the process, also a crash.
    public func remember(_ answer: JSON, for key: CallKey) throws {
        try journal.put(key: key.bytes, value: answer.encoded())
    }
}

/// Read-only call memory over a journal, for a run that makes no calls.
public struct ReadOnlyMemory: CallMemory {
    private let journal: JournalReader?

    /// Creates a memory over a journal; an empty one if `journal` is nil.
    public init(_ journal: JournalReader?) { self.journal = journal }

    /// Returns the answer stored under `key`.
    public func answer(to key: CallKey) throws -> JSON? {
        guard let bytes = try journal?.get(key: key.bytes) else { return nil }
        return try? JSON(parsing: bytes)
    }

    /// Never called: there are no new answers.
    public func remember(_ answer: JSON, for key: CallKey) {
        preconditionFailure("a run that makes no calls has nothing to remember")
    }
}
