import Foundation
import GRDB

/// SQLite's own check of a database file.
enum DatabaseCheck {
    private static let problemLimit = 3

    /// The problems that SQLite finds in the file; nil if there are none.
    /// - Parameter isQuick: Whether to leave out the comparison of indexes with their tables, which
    ///   takes most of the time.
    /// - Throws: If the file cannot be read for other reasons, such as a full disk.
    static func damage(of url: URL, isQuick: Bool = false) throws(DatasetError) -> String? {
        _ = try StoredFile(url, for: .read)
        // A change that is only half done may have left no header; opening undoes it.
        try? DatabaseQueue.reading(url).close()
        if let reason = try damageOfVersions(url) { return reason }
        let check = isQuick ? "quick_check" : "integrity_check"
        do {
            let found = try DatabaseQueue.reading(url).read { db in
                try String.fetchAll(db, sql: "PRAGMA \(check)(\(problemLimit))")
            }
            return found == ["ok"] ? nil : found.map(oneLine).joined(separator: "; ")
        } catch let error as DatabaseError where !isOfSurroundings(error.resultCode) {
            return error.message ?? "code \(error.extendedResultCode.rawValue)"
        } catch {
            throw .wrapping(error, path: url.path)
        }
    }

    /// SQLite itself reads a file that it would refuse to write.
    private static func damageOfVersions(_ url: URL) throws(DatasetError) -> String? {
        // Bytes 18 and 19 are the versions for writing and reading: 1 without a write-ahead log, 2
        // with one. Source: SQLite, "Database File Format", section 1.3.
        let versions = try StoredFile(url, for: .read).read(at: 18, count: 2)
        let isKnown = versions.count < 2 || versions == [1, 1] || versions == [2, 2]
        return isKnown ? nil : "the header has the versions \(versions[0]) and \(versions[1])"
    }

    /// Whether an error comes from the machine or another process and not from the file.
    private static func isOfSurroundings(_ code: ResultCode) -> Bool {
        [
            .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN,
            .SQLITE_NOMEM, .SQLITE_PERM, .SQLITE_READONLY,
        ].contains(code)
    }

    /// Whether the file is a database without any table, such as an empty file.
    static func isEmpty(_ url: URL) throws(DatasetError) -> Bool {
        try wrapped(url.path) {
            try DatabaseQueue.reading(url).read { db in
                try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
            }
        }
    }

    /// Whether the database has a table of this name.
    static func hasTable(_ name: String, _ url: URL) throws(DatasetError) -> Bool {
        try wrapped(url.path) { try DatabaseQueue.reading(url).read { try $0.tableExists(name) } }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(separator: "\n").joined(separator: " ")
    }
}
