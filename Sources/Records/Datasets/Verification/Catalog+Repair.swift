import GRDB

extension Catalog {
    /// The id of the record at a position; nil if there is no row.
    func recordID(at position: Int, _ kind: RecordKind) throws(DatasetError) -> String? {
        try read { db in
            try String.fetchOne(
                db, sql: "SELECT id FROM records WHERE kind = ? AND position = ?",
                arguments: [kind.rawValue, position])
        }
    }

    /// The number of lineage rows of source records from `position` on.
    func lineageRows(past position: Int) throws(DatasetError) -> Int {
        try read { db in
            try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM lineage WHERE sourceRecord >= ?",
                arguments: [position]) ?? 0
        }
    }

    /// Replaces the rows of all shards, frames and records of a kind in one transaction.
    func replaceIndex(_ scan: ShardScan, _ kind: RecordKind) throws(DatasetError) {
        try write { db in
            for table in ["shards", "frames", "records"] {
                try db.execute(
                    sql: "DELETE FROM \(table) WHERE kind = ?", arguments: [kind.rawValue])
            }
            try Self.add(scan.written, in: db)
        }
    }
}
