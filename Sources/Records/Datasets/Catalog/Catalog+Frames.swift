import GRDB

/// A row of the catalog's `frames` table.
struct FrameRow: Equatable, Sendable {
    /// The frame's index among all frames of its kind.
    var number: Int
    var shard: Int
    /// The frame's byte offset in its shard.
    var offset: Int
    var bytes: Int
    /// Uncompressed bytes; `bytes` are the compressed ones.
    var rawBytes: Int
    /// The position of the frame's first record among all records of its kind.
    var firstRecord: Int
    var records: Int
    /// The hash of the uncompressed content.
    var hash: UInt64
    /// The hash of the compressed bytes.
    var fileHash: UInt64

    /// The offset of the next frame in the same shard. A damaged row may hold any numbers.
    var end: Int { offset.addingWithoutOverflow(bytes) }
}

/// A row of the catalog's `shards` table: the sums over a shard's frames.
struct ShardRow: Equatable, Sendable {
    var number: Int
    var frames = 0
    var records = 0
    var bytes = 0
    var rawBytes = 0
    /// The hash of the whole file; nil while the shard may grow.
    var hash: UInt64?

    mutating func add(_ frame: FrameRow) {
        frames += 1
        records = records.addingWithoutOverflow(frame.records)
        bytes = bytes.addingWithoutOverflow(frame.bytes)
        rawBytes = rawBytes.addingWithoutOverflow(frame.rawBytes)
    }
}

/// A record's id and its range of bytes in the frame's content.
struct RecordRow: Equatable, Sendable {
    var id: String
    var offset: Int
    var length: Int
}

extension Catalog {
    func frames(_ kind: RecordKind) throws(DatasetError) -> [FrameRow] {
        try read { db in
            try FrameRow.fetchAll(
                db,
                sql: "SELECT * FROM frames WHERE kind = ? ORDER BY number",
                arguments: [kind.rawValue]
            )
        }
    }

    func shards(_ kind: RecordKind) throws(DatasetError) -> [ShardRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM shards WHERE kind = ? ORDER BY number",
                arguments: [kind.rawValue]
            ).map { row in
                ShardRow(
                    number: try row.value("number"),
                    frames: try row.value("frames"),
                    records: try row.value("records"),
                    bytes: try row.value("bytes"),
                    rawBytes: try row.value("rawBytes"),
                    hash: (try row.value("hash") as HexadecimalHash?)?.value
                )
            }
        }
    }

    /// Inserts frames and their records, and replaces the rows of their shards.
    static func add(_ frames: [WrittenFrame], in db: Database) throws {
        guard !frames.isEmpty else { return }
        for (index, written) in frames.enumerated() {
            let (kind, frame) = (written.kind.rawValue, written.frame)
            try db.execute(
                sql: "INSERT INTO frames VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    kind, frame.number, frame.shard, frame.offset, frame.bytes, frame.rawBytes,
                    frame.firstRecord, frame.records, frame.hash.hexadecimal,
                    frame.fileHash.hexadecimal,
                ]
            )
            var row = try Insertion(db, "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)")
            for (index, record) in written.records.enumerated() {
                row.add(kind)
                row.add(frame.firstRecord + index)
                row.add(record.id)
                row.add(frame.number)
                row.add(record.offset)
                row.add(record.length)
                try row.insert()
            }
            // Each row holds its shard's sums up to that frame, so only the last of a shard is
            // stored.
            let next = index + 1 < frames.count ? frames[index + 1] : nil
            if next?.kind != written.kind || next?.shard.number != written.shard.number {
                try set(written.shard, written.kind, in: db)
            }
        }
    }

    /// Inserts or replaces a shard's row.
    func set(_ shard: ShardRow, _ kind: RecordKind) throws(DatasetError) {
        try write { try Self.set(shard, kind, in: $0) }
    }

    /// Deletes the frames from `number` on with their records and shards in one transaction.
    ///
    /// `shard` is the new last shard; nil if none is left.
    func removeFrames(
        from number: Int,
        firstRecord: Int,
        last shard: ShardRow?,
        _ kind: RecordKind
    ) throws(DatasetError) {
        try write { db in
            try db.execute(
                sql: "DELETE FROM frames WHERE kind = ? AND number >= ?",
                arguments: [kind.rawValue, number]
            )
            try db.execute(
                sql: "DELETE FROM records WHERE kind = ? AND position >= ?",
                arguments: [kind.rawValue, firstRecord]
            )
            try db.execute(
                sql: "DELETE FROM shards WHERE kind = ? AND number > ?",
                arguments: [kind.rawValue, shard?.number ?? -1]
            )
            if let shard { try Self.set(shard, kind, in: db) }
        }
    }

    private static func set(_ shard: ShardRow, _ kind: RecordKind, in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO shards VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                kind.rawValue, shard.number, DatasetFolder.shardName(kind, shard.number),
                shard.frames, shard.records, shard.bytes, shard.rawBytes, shard.hash?.hexadecimal,
            ]
        )
    }
}

extension FrameRow: FetchableRecord {
    init(row: Row) throws {
        self.init(
            number: try row.value("number"),
            shard: try row.value("shard"),
            offset: try row.value("offset"),
            bytes: try row.value("bytes"),
            rawBytes: try row.value("rawBytes"),
            firstRecord: try row.value("firstRecord"),
            records: try row.value("records"),
            hash: (try row.value("hash") as HexadecimalHash).value,
            fileHash: (try row.value("fileHash") as HexadecimalHash).value
        )
    }
}
