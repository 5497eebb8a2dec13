public import Datasets
public import JSON

/// Call memory in a run folder's journal first, then in a cache that pipelines share.
///
/// An answer found in the cache is copied into the journal, so that the folder stays complete.
public struct SharedMemory: CallMemory {
    private let journal: JournalMemory
    private let cache: CacheMemory

    /// Creates a memory over both.
    public init(_ journal: JournalMemory, cache: AnswerCache) {
        self.journal = journal
        self.cache = CacheMemory(cache)
    }

    /// Returns the answer stored under `key` in either.
    public func answer(to key: CallKey) throws -> JSON? {
        if let answer = try journal.answer(to: key) { return answer }
        guard let answer = cache.answer(to: key) else { return nil }
        try journal.remember(answer, for: key)
        return answer
    }

    /// Stores an answer in both.
    public func remember(_ answer: JSON, for key: CallKey) throws {
        try journal.remember(answer, for: key)
        cache.remember(answer, for: key)
    }
}

/// Call memory in the shared cache alone, for calls outside a run.
public struct CacheMemory: CallMemory {
    private let cache: AnswerCache

    /// Creates a memory over the cache.
    public init(_ cache: AnswerCache) { self.cache = cache }

    /// Returns the answer stored under `key`, if the cache still has it.
    public func answer(to key: CallKey) -> JSON? {
        cache.get(key: key.bytes).flatMap { try? JSON(parsing: $0) }
    }

    /// Stores an answer.
    public func remember(_ answer: JSON, for key: CallKey) {
        cache.put(key: key.bytes, value: answer.encoded())
    }
}
