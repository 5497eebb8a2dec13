import Foundation
import GRDB
import JSON

/// Takes what is sound from a damaged catalog into a new one.
///
/// The rows of shards, frames and records are not among it: these are made anew from the shards.
struct CatalogSalvage {
    /// The damaged catalog; nil if SQLite cannot open it at all.
    private let old: Catalog?
    private let new: Catalog

    /// Number of ledger entries that are inserted in one transaction.
    private static let batchInEntries = 512

    init(from url: URL, into new: Catalog) {
        self.new = new
        // A catalog of another version was refused before.
        old = try? Catalog.open(at: url, checksVersion: false)
    }

    /// The ids of the records of a kind, as far as they can be read.
    func recordIDs(_ kind: RecordKind) -> [String] {
        readable(
            "SELECT id FROM records WHERE kind = ? ORDER BY position", [kind.rawValue]
        ) { try $0.value("id") }
    }

    /// Copies the facts about the dataset, and the tables of runs and their progress.
    func copyFacts() throws(DatasetError) {
        let facts = readable("SELECT key, value FROM meta", []) { row in
            (key: try row.value("key") as String, value: try row.value("value") as String)
        }
        let meta = Dictionary(facts.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        try new.setMeta(meta.filter { $0.key != "schemaVersion" })
        for (table, columns) in try Catalog.columnsByTable().sorted(by: { $0.key < $1.key })
        where Self.copied.contains(table) {
            let rows = readable(
                "SELECT \(columns.names) FROM \(table) WHERE \(columns.areFitting)", []
            ) { row -> [DatabaseValue]? in
                let isReadable =
                    table != "runs" || (try? JSON(parsing: row.value("host") as String)) != nil
                return isReadable ? Array(row.databaseValues) : nil
            }
            let marks = columns.columns.map { _ in "?" }.joined(separator: ", ")
            try new.write { db in
                for row in rows.compactMap(\.self) {
                    try db.execute(
                        sql: "INSERT OR IGNORE INTO \(table) VALUES (\(marks))",
                        arguments: StatementArguments(row))
                }
            }
        }
    }

    /// Copies the ledger up to its first damaged entry; returns the number of entries copied.
    func copyLedger() throws(DatasetError) -> Int {
        guard let old, let positions = try? old.ledgerPositions() else { return 0 }
        var (pending, firstRow, copied) = ([EncodedLedgerEntry](), 0, 0)
        for (expected, position) in positions.enumerated() {
            guard position == expected, let (entry, digest) = try? old.ledgerEntry(at: position)
            else { break }
            let encoded = EncodedLedgerEntry(entry)
            guard encoded.digest == digest else { break }
            pending.append(encoded)
            copied += 1
            if pending.count == Self.batchInEntries { try add(&pending, &firstRow) }
        }
        try add(&pending, &firstRow)
        return copied
    }

    private func add(
        _ entries: inout [EncodedLedgerEntry], _ firstRow: inout Int
    ) throws(DatasetError) {
        try new.add([], entries, firstRow: firstRow)
        firstRow += entries.reduce(0) { $0 + $1.rows.count }
        entries = []
    }

    private static let copied = [
        "runs", "performance", "run_states", "run_stages", "run_activity", "run_history",
        "plans",
    ]

    /// The rows of a query before the first that SQLite cannot read, without those that `decode`
    /// finds unfit.
    private func readable<Value>(
        _ sql: String, _ arguments: StatementArguments, _ decode: (Row) throws -> Value
    ) -> [Value] {
        var found: [Value] = []
        try? old?.read { db in
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            while let row = try rows.next() {
                if let value = try? decode(row) { found.append(value) }
            }
        }
        return found
    }
}
