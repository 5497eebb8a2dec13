public import Foundation
import GRDB

/// Looks up remembered calls without being able to change anything.
public struct JournalReader: Sendable {
    private let path: String
    private let database: DatabaseQueue

    /// Opens the journal of a dataset's folder; nil if there is none.
    public init?(folder: URL) throws(DatasetError) {
        let url = DatasetFolder(url: folder).journal
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        path = url.path
        database = try wrapped(url.path) { try DatabaseCheck.readOnly(url) }
    }

    /// The value put under `key`, if any.
    public func get(key: [UInt8]) throws(DatasetError) -> [UInt8]? {
        try wrapped(path) {
            try database.read { db in
                try Row.fetchOne(
                    db.cachedStatement(sql: "SELECT size, value FROM calls WHERE key = ?"),
                    arguments: [Data(key)]
                ).map { row in
                    try JournalValue.decode(Array(row["value"] as Data), size: row["size"])
                }
            }
        }
    }
}
