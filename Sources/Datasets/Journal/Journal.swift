import Dispatch
public import Foundation
import Synchronization

/// Finished model calls by a key of their content, so that none is paid for twice.
///
/// Reads see what was put at once. Puts are committed together by a queue of the journal's own,
/// about every ten milliseconds, because a commit waits for the disk. When one fails, every later
/// call throws its error. Keys are bytes; a string names them in hexadecimal.
///
/// A journal that is the only one to write to its file knows which keys are not there, and says so
/// without asking SQLite: that makes new calls cheap.
public final class Journal: Sendable {
    /// What a journal has done since it was opened.
    public struct Counters: Equatable, Sendable {
        /// Calls that were remembered.
        public var hits = 0
        /// Calls that were not.
        public var misses = 0
        /// Values put.
        public var puts = 0
        /// Transactions that committed them.
        public var commits = 0
    }

    private let path: String
    private let file: JournalFile
    private let queue = DispatchQueue(label: "synthgen.journal")
    private let state: Mutex<JournalState>

    private static let delay = DispatchTimeInterval.milliseconds(10)
    /// Past this a put waits for the disk, so that a slow one cannot fill the memory.
    private static let waitingLimitInBytes = 16 << 20

    /// Opens a journal, making it if it is not there.
    ///
    /// - Parameter isOnlyWriter: Whether nobody else writes to the file while this journal is open;
    ///   what others put would not be found.
    public init(url: URL, isOnlyWriter: Bool = false) throws(DatasetError) {
        path = url.path
        file = try JournalFile(url)
        state = Mutex(JournalState(keys: isOnlyWriter ? try file.keys() : nil))
    }

    /// What was done so far.
    public var counters: Counters { state.withLock { $0.counters } }

    /// The number of calls remembered.
    public var count: Int {
        get throws(DatasetError) {
            try flush()
            return try file.count()
        }
    }

    // MARK: Reading

    /// The value put under `key`, if any.
    /// - Throws: ``DatasetError/corruptJournal(path:key:reason:)`` if it cannot be read back.
    public func get(key: [UInt8]) throws(DatasetError) -> [UInt8]? {
        switch try checked({ $0.look(for: key) }) {
        case .waiting(let value): return value
        case .absent: return nil
        case .unknown: break
        }
        let stored = try file.value(of: key)
        state.withLock { $0.noteLookUp(found: stored != nil) }
        guard let (size, bytes) = stored else { return nil }
        do {
            return try JournalValue.decode(bytes, size: size)
        } catch {
            throw .corruptJournal(path: path, key: key.hexadecimal, reason: error.reason)
        }
    }

    /// The value put under the key that `hex` names, if any.
    public func get(key hex: String) throws(DatasetError) -> [UInt8]? {
        try get(key: [UInt8](hexadecimal: hex))
    }

    // MARK: Writing

    /// Remembers `value` under `key`; it is durable soon after, or when ``flush()`` returns.
    public func put(key: [UInt8], value: [UInt8]) throws(DatasetError) {
        let (isFirst, waiting) = try checked { $0.enqueue(key, value) }
        if waiting > Self.waitingLimitInBytes { return try flush() }
        if isFirst { queue.asyncAfter(deadline: .now() + Self.delay) { self.commit() } }
    }

    /// Remembers `value` under the key that `hex` names.
    public func put(key hex: String, value: [UInt8]) throws(DatasetError) {
        try put(key: [UInt8](hexadecimal: hex), value: value)
    }

    /// Remembers `value` under `key` and returns once it is on the disk, without holding a thread.
    public func putDurably(key: [UInt8], value: [UInt8]) async throws(DatasetError) {
        let result = await withCheckedContinuation { continuation in
            let failure = state.withLock { state -> DatasetError? in
                if let failure = state.failure { return failure }
                _ = state.enqueue(key, value)
                state.waiters.append(continuation)
                return nil
            }
            if let failure { return continuation.resume(returning: .failure(failure)) }
            queue.async { self.commit() }
        }
        try result.get()
    }

    /// Remembers `value` under the key that `hex` names and returns once it is on the disk.
    public func putDurably(key hex: String, value: [UInt8]) async throws(DatasetError) {
        try await putDurably(key: [UInt8](hexadecimal: hex), value: value)
    }

    /// Returns once everything put before is on the disk.
    public func flush() throws(DatasetError) {
        queue.sync { commit() }
        try checked { _ in }
    }

    /// Commits what waits and closes the file; every later call throws.
    public func close() throws(DatasetError) {
        try flush()
        try file.close()
        state.withLock { $0.failure = .closed(path: path) }
    }

    /// Commits everything that waits in one transaction. Runs on ``queue`` only.
    private func commit() {
        let (batch, waiters) = state.withLock { $0.beginCommit() }
        guard !batch.isEmpty || !waiters.isEmpty else { return }
        let result = Result { () throws(DatasetError) in try file.insert(batch) }
        state.withLock { $0.endCommit(result) }
        for waiter in waiters { waiter.resume(returning: result) }
    }

    private func checked<Value>(
        _ body: (inout JournalState) -> Value
    ) throws(DatasetError) -> Value {
        try state.withLock { state throws(DatasetError) in
            if let failure = state.failure { throw failure }
            return body(&state)
        }
    }
}
