import Dispatch
public import Foundation
import Synchronization

/// Finished model calls by a key of their content, so that none is paid for twice.
///
/// What was put survives the end of the process at once, `kill -9` included, and the end of the machine
/// about a tenth of a second later: a queue of the journal's own waits for the disk. When something
/// fails, every later call throws its error. Keys are bytes; a string names them in hexadecimal.
/// One process at a time has a journal open; ``JournalReader`` looks on.
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

    /// Opens a journal, making it if it is not there.
    /// - Throws: ``DatasetError/locked(folder:)`` if another process has it open.
    public init(url: URL) throws(DatasetError) {
        path = url.path
        let log = try JournalLog.writing(url)
        file = log.file
        compressor = Mutex(try JournalValue.makeCompressor())
        state = Mutex(State(log: log))
    }

    /// The number of calls remembered; one that was put twice counts twice.
    public var count: Int {
        get throws(DatasetError) { try checked { $0.log.count } }
    }

    /// The value put under `key`, if any.
    /// - Throws: ``DatasetError/corruptJournal(path:key:reason:)`` if it cannot be read back.
    public func get(key: [UInt8]) throws(DatasetError) -> [UInt8]? {
        let entry = try checked { state throws(DatasetError) in try state.log.entry(of: key) }
        return try entry?.decoded(path: path)
    }

    /// The value put under the key that `hex` names, if any.
    public func get(key hex: String) throws(DatasetError) -> [UInt8]? {
        try get(key: [UInt8](hexadecimal: hex))
    }

    /// Remembers `value` under `key`.
    public func put(key: [UInt8], value: [UInt8]) throws(DatasetError) {
        let entry = JournalEntry(key: key, size: value.count, value: try stored(value)).encoded
        let isFirst = try checked { state throws(DatasetError) in
            try state.log.append(entry, of: key)
            defer { state.isSynchronized = false }
            return state.isSynchronized
        }
        guard isFirst else { return }
        queue.asyncAfter(deadline: .now() + Self.delay) { [weak self] in self?.synchronize() }
    }

    /// A value as it is stored; only those that are compressed wait for one another.
    private func stored(_ value: [UInt8]) throws(DatasetError) -> [UInt8] {
        guard JournalValue.mayGain(value) else { return value }
        return try compressor.withLock { compressor throws(DatasetError) in
            try JournalValue.encode(value, with: compressor)
        }
    }

    /// Remembers `value` under the key that `hex` names.
    public func put(key hex: String, value: [UInt8]) throws(DatasetError) {
        try put(key: [UInt8](hexadecimal: hex), value: value)
    }

    /// Returns once everything put before is on the disk.
    public func flush() throws(DatasetError) {
        queue.sync { synchronize() }
        try checked { _ in }
    }

    /// Closes the file once everything is on the disk; every later call throws.
    public func close() throws(DatasetError) {
        try flush()
        state.withLock { $0.failure = .closed(path: path) }
        file.unlock()
    }

    /// Waits for the disk, without keeping others from putting. Runs on ``queue`` only.
    private func synchronize() {
        let isDue = state.withLock { state in
            defer { state.isSynchronized = true }
            return !state.isSynchronized && state.failure == nil
        }
        guard isDue else { return }
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
