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

    /// The number of rows of accepted records, of all parts together.
    func acceptedCount() throws(DatasetError) -> Int {
        var count = 0
        for kind in try kinds() where kind.isAccepted { count += try recordCount(kind) }
        return count
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
            ).map {
                RecordRow(
                    id: try $0.value("id"), offset: try $0.value("offset"),
                    length: try $0.value("length"))
            }
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
                arguments: [try row.value("firstRow") as Int, next ?? Int.max]
            ).map(LineageRow.init(row:))
            let counts = try JSON(parsing: row.value("counts") as String).array ?? []
            let entry = LedgerEntry(
                position: position,
                stage: try row.value("stage"),
                id: try row.value("id"),
                lineage: lineage,
                counts: counts.map(StageCount.init(json:))
            )
            return (entry, (try row.value("digest") as HexadecimalHash).value)
        }
        guard let (entry, digest) = found else {
            throw .damagedDatabase(path: path, reason: "source record \(position) is missing")
        }
        return (entry, digest: digest)
    }
}
