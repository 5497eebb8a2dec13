import Foundation

/// A journal's file: its sixteen-byte name, then entries one after the other.
///
/// An entry survives the end of the process once ``append(_:of:)`` returns, and the end of the
/// machine after ``StoredFile/synchronize()``. Bytes that are no valid entry are skipped, and the
/// calls lost there are made again. The name is not needed to read the entries: each has checksums
/// of its own.
struct JournalLog: Sendable {
    let file: StoredFile
    private var index = JournalIndex()
    /// The offset of the next entry.
    private var end: Int

    private static let name = Array("synthgen journal".utf8)
    /// The bytes read of an entry at first; most entries are shorter.
    private static let firstRead = 4096

    /// Builds the index by scanning the whole file.
    /// - Throws: ``DatasetError/notAJournal(path:)`` if the file has neither the name nor an entry.
    init(_ file: StoredFile) throws(DatasetError) {
        self.file = file
        var scan = try JournalScan(file)
        while let (position, entry) = try scan.next() {
            index.add(position, for: Self.hash(entry.key))
        }
        guard scan.hasName || index.count > 0 else { throw .notAJournal(path: file.path) }
        end = scan.end
    }

    /// Opens the file for appending, creating it if it does not exist; writes a damaged name again
    /// and cuts off what an interrupted write left at the file's end.
    /// - Throws: ``DatasetError/locked(folder:)`` if another process has it open for appending.
    static func writing(_ url: URL) throws(DatasetError) -> JournalLog {
        let file = try StoredFile(url, for: .write)
        // Locked before anything is read or cut: the tail may be an entry that the other process is
        // writing.
        guard try file.lock() else { throw .locked(folder: url.deletingLastPathComponent().path) }
        // A process may have ended while it wrote the name of a new journal.
        let start = try file.read(at: 0, count: name.count)
        if start.count < name.count, name.starts(with: start) { try file.write(name, at: 0) }
        let log = try JournalLog(file)
        if try !hasName(file) { try file.write(name, at: 0) }
        // A new entry shorter than a torn one would leave the rest of it as a gap.
        if try file.size() > log.end { try file.truncate(to: log.end) }
        return log
    }

    /// The number of entries.
    var count: Int { index.count }

    /// The entry appended last under `key`.
    func entry(of key: [UInt8]) throws(DatasetError) -> JournalEntry? {
        // Newest first: a key put again has several entries. Keys are compared because hashes
        // collide.
        for position in index.positions(of: Self.hash(key)).reversed() {
            if let entry = try entry(at: position), entry.key == key { return entry }
        }
        return nil
    }

    /// Whether there is an entry under `key`; in rare cases also true if there is none, since no entry
    /// is read.
    func mayHave(_ key: [UInt8]) -> Bool { !index.positions(of: Self.hash(key)).isEmpty }

    /// Appends an encoded entry of `key`; on failure the file is cut back to what it was.
    mutating func append(_ entry: [UInt8], of key: [UInt8]) throws(DatasetError) {
        do {
            try file.write(entry, at: end)
        } catch {
            // A torn entry must not stay: `end` does not move, so a shorter entry written next
            // would leave the rest of it as a gap.
            try? file.truncate(to: end)
            throw error
        }
        // Indexed only once written, so that no look-up reads past the end of the file.
        index.add(end, for: Self.hash(key))
        end += entry.count
    }

    private func entry(at position: Int) throws(DatasetError) -> JournalEntry? {
        var bytes = try file.read(at: position, count: Self.firstRead)
        guard let length = JournalEntry.length(bytes[...]) else { return nil }
        if length > bytes.count {
            bytes += try file.read(at: position + bytes.count, count: length - bytes.count)
        }
        return JournalEntry(bytes[...])
    }

    private static func hash(_ key: [UInt8]) -> UInt64 { XXHash64.hash(key) }

    /// Whether the file begins with a journal's name.
    static func hasName(_ file: StoredFile) throws(DatasetError) -> Bool {
        try file.read(at: 0, count: name.count) == name
    }
}

/// Reads a journal's entries in order, skipping damaged bytes between them.
struct JournalScan {
    private let file: StoredFile
    private let size: Int
    /// Whether the file begins with a journal's name.
    let hasName: Bool
    /// The offset after the last entry found; the name fills the first sixteen bytes.
    private(set) var end = JournalEntry.alignment
    /// Ranges of bytes that are no entries, without the one at the end of the file.
    private(set) var gaps: [Range<Int>] = []
    /// The part of the file that is in memory, from ``windowStart`` on.
    private var window: [UInt8] = []
    private var windowStart = 0

    private static let windowInBytes = 4 << 20

    init(_ file: StoredFile) throws(DatasetError) {
        self.file = file
        hasName = try JournalLog.hasName(file)
        size = try file.size()
    }

    /// The bytes after the last entry: a torn write, once ``next()`` has returned nil.
    var tail: Range<Int> { min(end, size)..<size }

    /// Returns the next entry and its offset; nil at the end of the file.
    mutating func next() throws(DatasetError) -> (position: Int, entry: JournalEntry)? {
        for position in stride(from: end, to: size, by: JournalEntry.alignment) {
            // The header's own check comes first: it rejects nearly all damage without reading what
            // a broken length would claim.
            guard let length = JournalEntry.length(try bytes(position, JournalEntry.headerInBytes)),
                position + length <= size, let entry = JournalEntry(try bytes(position, length))
            else { continue }
            if position > end { gaps.append(end..<position) }
            end = position + length
            return (position, entry)
        }
        return nil
    }

    /// Returns `count` bytes from `position` on; fewer only at the end of the file.
    private mutating func bytes(
        _ position: Int, _ count: Int
    ) throws(DatasetError) -> ArraySlice<UInt8> {
        if position < windowStart || position + count > windowStart + window.count {
            window = try file.read(at: position, count: max(count, Self.windowInBytes))
            windowStart = position
        }
        return window[(position - windowStart)...].prefix(count)
    }
}
