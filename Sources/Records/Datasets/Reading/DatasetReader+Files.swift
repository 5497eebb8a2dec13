import GRDB
public import JSON

/// A shard's file and what it holds.
public struct ShardFacts: Equatable, Sendable {
    /// Accepted or rejected records.
    public let kind: RecordKind
    /// The file's name in the dataset's folder.
    public let file: String
    /// The number of records.
    public let records: Int
    /// Its size on the disk.
    public let bytes: Int
    /// Its size before compression.
    public let rawBytes: Int
    /// The file's 64-bit xxHash; `nil` while it still grows.
    public let hash: String?
}

/// One run that wrote to a dataset.
public struct RunFacts: Equatable, Sendable {
    /// Its number, from 1.
    public let number: Int
    /// When it began (ISO 8601).
    public let started: String
    /// When it ended; `nil` if it was killed or still goes on.
    public let finished: String?
    /// `running`, `finished`, or how it ended.
    public let status: String
    /// Facts about the machine.
    public let host: JSONObject
    /// Its figures by name: seconds, tokens.
    public let performance: [String: Double]
}

extension DatasetReader {
    /// The files that hold the records, in order.
    public func shards() throws(DatasetError) -> [ShardFacts] {
        var facts: [ShardFacts] = []
        for kind in RecordKind.allCases {
            for shard in try catalog.shards(kind) {
                facts.append(
                    ShardFacts(
                        kind: kind,
                        file: DatasetFolder.shardName(kind, shard.number),
                        records: shard.records,
                        bytes: shard.bytes,
                        rawBytes: shard.rawBytes,
                        hash: shard.hash?.hexadecimal
                    )
                )
            }
        }
        return facts
    }

    /// The runs that wrote the dataset, oldest first.
    public func runs() throws(DatasetError) -> [RunFacts] {
        try catalog.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM runs ORDER BY number").map { row in
                let number: Int = row["number"]
                let figures = try Row.fetchAll(
                    db,
                    sql: "SELECT name, value FROM performance WHERE run = ?",
                    arguments: [number]
                )
                return RunFacts(
                    number: number,
                    started: row["started"],
                    finished: row["finished"],
                    status: row["status"],
                    host: try JSON(parsing: row["host"] as String).object ?? [:],
                    performance: Dictionary(
                        figures.map { ($0["name"] as String, $0["value"] as Double) },
                        uniquingKeysWith: { $1 }
                    )
                )
            }
        }
    }
}
