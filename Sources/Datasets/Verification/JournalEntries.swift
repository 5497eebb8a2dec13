import Foundation
import GRDB
import JSON

/// A remembered answer as it lies in the journal.
struct JournalEntry {
    let key: [UInt8]
    let size: Int
    let value: [UInt8]

    /// Why it cannot be read back; nil if it can.
    var damage: String? {
        do {
            _ = try JSON(parsing: JournalValue.decode(value, size: size))
            return nil
        } catch let error as ZstdCodec.Failure {
            return "zstd says: \(error.reason)"
        } catch {
            return "It is not JSON"
        }
    }
}

/// Reads a journal's file row by row, however damaged it is.
enum JournalEntries {
    /// Hands over every entry of a sound journal.
    static func read(_ url: URL, _ take: (JournalEntry) -> Void) throws(DatasetError) {
        try wrapped(url.path) {
            try DatabaseCheck.readOnly(url).read { try each($0, order: "ASC", take) }
        }
    }

    /// Hands over what can be read of a damaged journal: from its beginning up to the damage, then
    /// from its end. An entry may come twice.
    static func salvage(_ url: URL, _ take: (JournalEntry) -> Void) {
        for order in ["ASC", "DESC"] {
            try? open(url).read { try each($0, order: order, take) }
        }
    }

    /// A connection that also opens a file shorter than its header says.
    private static func open(_ url: URL) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA writable_schema = ON") }
        return try DatabaseQueue(path: url.path, configuration: configuration)
    }

    private static func each(
        _ db: Database, order: String, _ take: (JournalEntry) -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT key, size, value FROM calls ORDER BY rowid \(order)")
        while let row = try rows.next() {
            guard case .blob(let key) = DatabaseValue.Storage(row["key"]),
                case .int64(let size) = DatabaseValue.Storage(row["size"]),
                case .blob(let value) = DatabaseValue.Storage(row["value"])
            else { continue }
            take(JournalEntry(key: Array(key), size: Int(size), value: Array(value)))
        }
    }
}

extension DatabaseValue.Storage {
    fileprivate init(_ value: DatabaseValue) { self = value.storage }
}
