public import Datasets
public import JSON
import Synchronization

/// Call memory for a look at a run, outside its folder: the folder's journal is read, the shared
/// cache is read and written, and what neither keeps is known until the end.
public final class BorrowedMemory: CallMemory {
    private let journal: ReadOnlyMemory
    private let cache: CacheMemory?
    private let answers = Mutex<[CallKey: JSON]>([:])

    /// Creates a memory over both, either of which may be missing.
    public init(journal: JournalReader?, cache: AnswerCache?) {
        self.journal = ReadOnlyMemory(journal)
        self.cache = cache.map(CacheMemory.init)
    }

    /// Returns the answer stored under `key` in any of them.
    public func answer(to key: CallKey) throws -> JSON? {
        if let known = answers.withLock({ $0[key] }) { return known }
        return try journal.answer(to: key) ?? cache?.answer(to: key)
    }

    /// Stores an answer in the shared cache, if there is one.
    public func remember(_ answer: JSON, for key: CallKey) {
        answers.withLock { $0[key] = answer }
        cache?.remember(answer, for: key)
    }
}
