import GRDB
import JSON

extension Catalog {
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

    func rootPositions() throws(DatasetError) -> [Int] {
        try read { try Int.fetchAll($0, sql: "SELECT position FROM roots ORDER BY position") }
    }

    /// A ledger entry as it was entered, and the digest noted for it.
    func rootEntry(at position: Int) throws(DatasetError) -> (RootLedgerEntry, digest: UInt64) {
        let found = try read { db -> (RootLedgerEntry, UInt64)? in
            guard
                let root = try Row.fetchOne(
                    db,
                    sql: "SELECT * FROM roots WHERE position = ?",
                    arguments: [position]
                )
            else { return nil }
            let next = try Int.fetchOne(
                db,
                sql: "SELECT firstRow FROM roots WHERE position = ?",
                arguments: [position + 1]
            )
            let lineage = try Row.fetchAll(
                db,
                sql: "SELECT * FROM lineage WHERE position >= ? AND position < ? ORDER BY position",
                arguments: [root["firstRow"] as Int, next ?? Int.max]
            ).map(LineageRow.init(row:))
            let counts = try JSON(parsing: root["counts"] as String).array ?? []
            let entry = RootLedgerEntry(
                position: position,
                stage: root["stage"],
                id: root["id"],
                lineage: lineage,
                counts: counts.map(StageCount.init(json:))
            )
            return (entry, UInt64(root["digest"] as String, radix: 16) ?? 0)
        }
        guard let (entry, digest) = found else {
            throw .damagedDatabase(path: path, reason: "source record \(position) is missing")
        }
        return (entry, digest: digest)
    }
}
