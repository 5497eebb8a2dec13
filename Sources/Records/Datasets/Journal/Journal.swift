import Dispatch
public import Foundation
import Synchronization

/// Log of finished model calls by call key, so that no call is made twice.
///
/// A call survives the end of the process as soon as `put` returns, even `kill -9`, and the end of
/// the machine about a tenth of a second later, when a queue of the journal's own has synced the
/// file. After an error every later call throws that error. Keys are bytes; a string names a key in
/// hexadecimal. One process at a time has a journal open; ``JournalReader`` reads it meanwhile.
public final class Journal: Sendable {
    private struct State {
        var log: JournalLog
        var isSynchronized = true
        var failure: DatasetError?
    }

    private let path: String
    private let file: StoredFile
    private let compressor: Mutex<ZstdCompressor>
    private let queue = DispatchQueue(label: "synthgen.journal")
    private let state: Mutex<State>

    private static let delay = DispatchTimeInterval.milliseconds(100)

    /// Opens a journal, creating it if it does not exist.
    /// - Throws: ``DatasetError/locked(folder:)`` if another process has it open.
    public init(url: URL) throws(DatasetError) {
        path = url.path
        let log = try JournalLog.writing(url)
        file = log.file
        compressor = Mutex(try JournalValue.makeCompressor())
        state = Mutex(State(log: log))
    }

    /// The number of entries; a call put twice counts twice.
    public var count: Int {
        get throws(DatasetError) { try checked { $0.log.count } }
    }

    /// The value last put under `key`, if any.
    /// - Throws: ``DatasetError/corruptJournal(path:key:reason:)`` if the value cannot be read
    ///   back.
    public func get(key: [UInt8]) throws(DatasetError) -> [UInt8]? {
        let entry = try checked { state throws(DatasetError) in try state.log.entry(of: key) }
        return try entry?.decoded(path: path)
    }

    /// The value last put under the key that `hex` names, if any.
    public func get(key hex: String) throws(DatasetError) -> [UInt8]? {
        try get(key: [UInt8](hexadecimal: hex))
    }

    /// Whether there is a value under `key`; in rare cases also true if there is none, since no entry
    /// is read.
    func mayHave(_ key: [UInt8]) throws(DatasetError) -> Bool {
        try checked { $0.log.mayHave(key) }
    }

    /// Appends `value` under `key`.
    public func put(key: [UInt8], value: [UInt8]) throws(DatasetError) {
        let entry = JournalEntry(key: key, size: value.count, value: try stored(value)).encoded
        // Only the first put since the last sync schedules one, so a burst shares a single fsync.
        let isFirst = try checked { state throws(DatasetError) in
            try state.log.append(entry, of: key)
            defer { state.isSynchronized = false }
            return state.isSynchronized
        }
        guard isFirst else { return }
        queue.asyncAfter(deadline: .now() + Self.delay) { [weak self] in self?.synchronize() }
    }

    /// Compresses a value if that may help; short values do not wait for the compressor.
    private func stored(_ value: [UInt8]) throws(DatasetError) -> [UInt8] {
        guard JournalValue.mayGain(value) else { return value }
        return try compressor.withLock { compressor throws(DatasetError) in
            try JournalValue.encode(value, with: compressor)
        }
    }

    /// Appends `value` under the key that `hex` names.
    public func put(key hex: String, value: [UInt8]) throws(DatasetError) {
        try put(key: [UInt8](hexadecimal: hex), value: value)
    }

    /// Returns once everything put before is on the disk.
    public func flush() throws(DatasetError) {
        queue.sync { synchronize() }
        try checked { _ in }
    }

    /// Syncs and closes the journal; every later call throws.
    public func close() throws(DatasetError) {
        try flush()
        state.withLock { $0.failure = .closed(path: path) }
        file.unlock()
    }

    /// Syncs the file without blocking `put`. Runs on ``queue`` only.
    private func synchronize() {
        let isDue = state.withLock { state in
            // Set before the sync: an entry put while it runs may miss it and must schedule the
            // next one.
            defer { state.isSynchronized = true }
            return !state.isSynchronized && state.failure == nil
        }
        guard isDue else { return }
        // Outside the lock, because an fsync takes milliseconds.
        do throws(DatasetError) { try file.synchronize() } catch {
            state.withLock { $0.failure = error }
        }
    }

    private func checked<Value>(
        _ body: (inout State) throws(DatasetError) -> Value
    ) throws(DatasetError) -> Value {
        try state.withLock { state throws(DatasetError) in
            if let failure = state.failure { throw failure }
            do throws(DatasetError) { return try body(&state) } catch {
                state.failure = error
                throw error
            }
        }
    }
}
