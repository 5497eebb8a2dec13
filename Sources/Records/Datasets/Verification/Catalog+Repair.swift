import GRDB
import JSON

extension Catalog {
    /// The id of the record at a position; nil if there is no row.
    func recordID(at position: Int, _ kind: RecordKind) throws(DatasetError) -> String? {
        try read { db in
            try String.fetchOne(
                db, sql: "SELECT id FROM records WHERE kind = ? AND position = ?",
                arguments: [kind.rawValue, position])
        }
    }

    /// The ids of all records of a kind, in order.
    func recordIDs(_ kind: RecordKind) throws(DatasetError) -> [String] {
        try read { db in
            try String.fetchAll(
                db, sql: "SELECT id FROM records WHERE kind = ? ORDER BY position",
                arguments: [kind.rawValue])
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

    /// Cuts the ledger to its first `count` entries and sums the stages' counts again.
    func cutLedger(to count: Int) throws(DatasetError) {
        try write { db in
            try db.execute(
                sql: "DELETE FROM source_records WHERE position >= ?", arguments: [count])
            try db.execute(sql: "DELETE FROM lineage WHERE sourceRecord >= ?", arguments: [count])
            for table in ["stage_counts", "rejections", "repairs"] {
                try db.execute(sql: "DELETE FROM \(table)")
            }
            let texts = try String.fetchCursor(
                db, sql: "SELECT counts FROM source_records ORDER BY position")
            var sums: [StageCount] = []
            while let text = try texts.next() {
                let counts = try JSON(parsing: text).array ?? []
                sums = (sums + counts.map(StageCount.init(json:))).summed
            }
            for sum in sums { try Self.add(sum, in: db) }
        }
    }
}
