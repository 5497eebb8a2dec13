import GRDB
import JSON

extension Catalog {
    /// The number of rows of a kind in the `records` table.
    func recordCount(_ kind: RecordKind) throws(DatasetError) -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: "SELECT COUNT(*) FROM records WHERE kind = ?",
                arguments: [kind.rawValue]
            )
                ?? 0
        }
    }

    /// The rows of a frame's records, in order.
    func records(in frame: FrameRow, _ kind: RecordKind) throws(DatasetError) -> [RecordRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, offset, length FROM records
                    WHERE kind = ? AND frame = ? AND position >= ? AND position < ?
                    ORDER BY position
                    """,
                arguments: [
                    kind.rawValue, frame.number, frame.firstRecord,
                    frame.firstRecord + frame.records,
                ]
            ).map { RecordRow(id: $0["id"], offset: $0["offset"], length: $0["length"]) }
        }
    }

    /// The positions of the ledger's entries, ascending.
    func ledgerPositions() throws(DatasetError) -> [Int] {
        try read {
            try Int.fetchAll($0, sql: "SELECT position FROM source_records ORDER BY position")
        }
    }

    /// Reads a ledger entry and the digest stored for it.
    func ledgerEntry(at position: Int) throws(DatasetError) -> (LedgerEntry, digest: UInt64) {
        let found = try read { db -> (LedgerEntry, UInt64)? in
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: "SELECT * FROM source_records WHERE position = ?",
                    arguments: [position]
                )
            else { return nil }
            // The lineage of an entry ends where that of the next one begins.
            let next = try Int.fetchOne(
                db,
                sql: "SELECT firstRow FROM source_records WHERE position = ?",
                arguments: [position + 1]
            )
            let lineage = try Row.fetchAll(
                db,
                sql: "SELECT * FROM lineage WHERE position >= ? AND position < ? ORDER BY position",
                arguments: [row["firstRow"] as Int, next ?? Int.max]
            ).map(LineageRow.init(row:))
            let counts = try JSON(parsing: row["counts"] as String).array ?? []
            let entry = LedgerEntry(
                position: position,
                stage: row["stage"],
                id: row["id"],
                lineage: lineage,
                counts: counts.map(StageCount.init(json:))
            )
            return (entry, UInt64(row["digest"] as String, radix: 16) ?? 0)
        }
        guard let (entry, digest) = found else {
            throw .damagedDatabase(path: path, reason: "source record \(position) is missing")
        }
        return (entry, digest: digest)
    }
}
