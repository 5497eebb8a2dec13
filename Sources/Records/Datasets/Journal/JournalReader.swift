public import Foundation

/// Reads a journal without write access, also while a run appends to it.
public struct JournalReader: Sendable {
    private let path: String
    private let log: JournalLog

    /// Reads the journal of a dataset's folder as it is now, later entries not included; nil if
    /// there is no journal.
    public init?(folder: URL) throws(DatasetError) {
        let url = DatasetFolder(url: folder).journal
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        path = url.path
        log = try JournalLog(StoredFile(url, for: .read))
    }

    /// The value last put under `key`, if any.
    public func get(key: [UInt8]) throws(DatasetError) -> [UInt8]? {
        try log.entry(of: key)?.decoded(path: path)
    }

    /// Whether there is a value under `key`; in rare cases also true if there is none, since no entry
    /// is read.
    func mayHave(_ key: [UInt8]) -> Bool { log.mayHave(key) }

    /// The value last put under the key that `hex` names, if any.
    public func get(key hex: String) throws(DatasetError) -> [UInt8]? {
        try get(key: [UInt8](hexadecimal: hex))
    }
}

extension JournalEntry {
    /// The value before compression.
    /// - Throws: ``DatasetError/corruptJournal(path:key:reason:)`` if zstd cannot decompress it.
    func decoded(path: String) throws(DatasetError) -> [UInt8] {
        do { return try JournalValue.decode(value, size: size) } catch {
            throw .corruptJournal(path: path, key: key.hexadecimal, reason: error.reason)
        }
    }
}
