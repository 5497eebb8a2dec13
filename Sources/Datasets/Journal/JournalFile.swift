import Foundation
import GRDB
import GRDBSQLite

/// The table of calls in its SQLite file: one connection that writes, one that reads.
///
/// Write-ahead mode lets both work at once. Writes are durable when ``insert(_:)`` returns.
struct JournalFile: Sendable {
    private let path: String
    private let writer: DatabaseQueue
    private let reader: DatabaseQueue

    /// Opens the file, making it if it is not there.
    init(_ url: URL) throws(DatasetError) {
        path = url.path
        (writer, reader) = try wrapped(url.path) {
            let writer = try DatabaseQueue(path: url.path, configuration: Self.writing)
            try writer.write { db in
                try db.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS calls (
                            key BLOB PRIMARY KEY NOT NULL, size INTEGER NOT NULL, value BLOB NOT NULL)
                        """)
            }
            var reading = Configuration()
            reading.readonly = true
            reading.busyMode = .timeout(10)
            return (writer, try DatabaseQueue(path: url.path, configuration: reading))
        }
    }

    /// Keys fall all over their index, so pages are kept and rewritten as seldom as can be.
    private static var writing: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -32000
                    """)
        }
        return configuration
    }

    func count() throws(DatasetError) -> Int {
        try wrapped(path) {
            try reader.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM calls") ?? 0 }
        }
    }

    /// All keys, with room for as many more.
    func keys() throws(DatasetError) -> KeyFilter {
        var filter = KeyFilter(expecting: 2 * (try count()))
        try wrapped(path) {
            try reader.read { db in
                let keys = try Row.fetchCursor(db, sql: "SELECT key FROM calls")
                while let row = try keys.next() { filter.insert(Array(row[0] as Data)) }
            }
        }
        return filter
    }

    /// What is stored under `key`, and the value's size, if anything is.
    func value(of key: [UInt8]) throws(DatasetError) -> (size: Int, bytes: [UInt8])? {
        try wrapped(path) {
            try reader.unsafeRead { db in
                try Row.fetchOne(
                    db.cachedStatement(sql: "SELECT size, value FROM calls WHERE key = ?"),
                    arguments: [Data(key)]
                ).map { ($0["size"] as Int, Array($0["value"] as Data)) }
            }
        }
    }

    /// Inserts all of `batch` in one transaction, or none; returns when it is on the disk.
    func insert(_ batch: [[UInt8]: [UInt8]]) throws(DatasetError) {
        try wrapped(path) {
            try writer.write { db in
                let compressor = try ZstdCompressor(level: JournalValue.level)
                var row = try Insertion(db, "INSERT OR REPLACE INTO calls VALUES (?, ?, ?)")
                for (key, value) in batch {
                    row.add(key)
                    row.add(value.count)
                    row.add(try JournalValue.encode(value, with: compressor))
                    try row.insert()
                }
            }
        }
    }

    /// Closes both connections and leaves one file, unless somebody else has it open.
    func close() throws(DatasetError) {
        try wrapped(path) {
            try reader.close()
            try writer.writeWithoutTransaction { db in
                do { try db.execute(sql: "PRAGMA journal_mode = DELETE") } catch let error
                    as DatabaseError
                    where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode)
                {}
            }
            try writer.close()
        }
    }
}
