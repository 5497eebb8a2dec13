public import Datasets
public import JSON

/// Calls remembered in a run folder's journal first, then in a cache that pipelines share.
///
/// What is found in the cache is put into the journal, so that the folder stays complete in itself.
public struct SharedMemory: CallMemory {
    private let journal: JournalMemory
    private let cache: AnswerCache

    /// Memory of both.
    public init(_ journal: JournalMemory, cache: AnswerCache) {
        self.journal = journal
        self.cache = cache
    }

    /// The answer kept under `key` in either.
    public func answer(to key: CallKey) throws -> JSON? {
        if let answer = try journal.answer(to: key) { return answer }
        guard let bytes = cache.get(key: key.bytes), let answer = try? JSON(parsing: bytes) else {
            return nil
        }
        try journal.remember(answer, for: key)
        return answer
    }

    /// Keeps an answer in both.
    public func remember(_ answer: JSON, for key: CallKey) throws {
        try journal.remember(answer, for: key)
        cache.put(key: key.bytes, value: answer.encoded())
    }
}

/// Calls remembered in the cache that pipelines share and nowhere else: for what is no run.
public struct CacheMemory: CallMemory {
    private let cache: AnswerCache

    /// Memory of the cache.
    public init(_ cache: AnswerCache) { self.cache = cache }

    /// The answer kept under `key`, if it is still there.
    public func answer(to key: CallKey) -> JSON? {
        cache.get(key: key.bytes).flatMap { try? JSON(parsing: $0) }
    }

    /// Keeps an answer.
    public func remember(_ answer: JSON, for key: CallKey) {
        cache.put(key: key.bytes, value: answer.encoded())
    }
}
