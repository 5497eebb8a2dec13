import Foundation

/// A journal's file: sixteen bytes of its name, then entries, one after the other.
///
/// What is appended is in the system's hands when ``append(_:of:)`` returns, so it survives the
/// end of the process, however that comes; ``StoredFile/synchronize()`` makes it survive that of the
/// machine. Bytes that are no entry are passed over: their calls are made again.
struct JournalLog: Sendable {
    let file: StoredFile
    private var index = JournalIndex()
    /// Where the next entry goes.
    private var end: Int

    private static let name = Array("synthgen journal".utf8)
    /// What is read of an entry at first; most end there.
    private static let firstRead = 4096

    /// Reads the file from its beginning.
    /// - Throws: ``DatasetError/notAJournal(path:)`` if it is something else.
    init(_ file: StoredFile) throws(DatasetError) {
        self.file = file
        var scan = try JournalScan(file)
        while let (position, entry) = try scan.next() {
            index.add(position, for: Self.hash(entry.key))
        }
        end = scan.end
    }

    /// Opens the file to append to it, making it if it is not there and cutting off what an
    /// interrupted write left at its end.
    /// - Throws: ``DatasetError/locked(folder:)`` if another process does.
    static func writing(_ url: URL) throws(DatasetError) -> JournalLog {
        let file = try StoredFile(url, for: .write)
        guard file.lock() else { throw .locked(folder: url.deletingLastPathComponent().path) }
        if try file.size() == 0 { try file.write(name, at: 0) }
        let log = try JournalLog(file)
        if try file.size() > log.end { try file.truncate(to: log.end) }
        return log
    }

    /// The number of entries.
    var count: Int { index.count }

    /// What was appended last under `key`.
    func entry(of key: [UInt8]) throws(DatasetError) -> JournalEntry? {
        for position in index.positions(of: Self.hash(key)).reversed() {
            if let entry = try entry(at: position), entry.key == key { return entry }
        }
        return nil
    }

    /// Appends an entry of `key`, encoded; if that fails, the file is as it was.
    mutating func append(_ entry: [UInt8], of key: [UInt8]) throws(DatasetError) {
        do {
            try file.write(entry, at: end)
        } catch {
            try? file.truncate(to: end)
            throw error
        }
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

    /// Whether a file begins as a journal does.
    static func hasName(_ file: StoredFile) throws(DatasetError) -> Bool {
        try file.read(at: 0, count: name.count) == name
    }
}

/// Reads a journal's entries in order, whatever lies between them.
struct JournalScan {
    private let file: StoredFile
    private let size: Int
    /// Behind the last entry that was found.
    private(set) var end = JournalEntry.alignment
    /// Stretches that are no entries, but for one at the file's end.
    private(set) var gaps: [Range<Int>] = []
    /// Bytes of the file from ``windowStart`` on.
    private var window: [UInt8] = []
    private var windowStart = 0

    private static let windowInBytes = 4 << 20

    /// - Throws: ``DatasetError/notAJournal(path:)`` if the file does not begin as one.
    init(_ file: StoredFile) throws(DatasetError) {
        guard try JournalLog.hasName(file) else { throw .notAJournal(path: file.path) }
        self.file = file
        size = try file.size()
    }

    /// The bytes behind the last entry: what an interrupted write left, once all entries were found.
    var tail: Range<Int> { end..<size }

    /// The next entry, and where it begins.
    mutating func next() throws(DatasetError) -> (position: Int, entry: JournalEntry)? {
        for position in stride(from: end, to: size, by: JournalEntry.alignment) {
            guard let length = JournalEntry.length(try bytes(position, JournalEntry.headerInBytes)),
                position + length <= size, let entry = JournalEntry(try bytes(position, length))
            else { continue }
            if position > end { gaps.append(end..<position) }
            end = position + length
            return (position, entry)
        }
        return nil
    }

    /// Bytes of the file, fewer only at its end.
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
