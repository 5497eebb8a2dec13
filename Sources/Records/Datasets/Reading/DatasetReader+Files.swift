import GRDB
public import JSON

/// A shard: its file, its number of records and its size.
public struct ShardFacts: Equatable, Sendable {
    /// Accepted or rejected records.
    public let kind: RecordKind
    /// The file's name in the dataset's folder.
    public let file: String
    /// The number of records.
    public let records: Int
    /// Size on disk, in bytes.
    public let bytes: Int
    /// Size before compression, in bytes.
    public let rawBytes: Int
    /// The file's 64-bit xxHash in hexadecimal; `nil` while the shard is still growing.
    public let hash: String?
}

/// One run that wrote to a dataset.
public struct RunFacts: Equatable, Sendable {
    /// The run's number, from 1.
    public let number: Int
    /// Start time (ISO 8601).
    public let started: String
    /// End time (ISO 8601); `nil` if the run was killed or is still going on.
    public let finished: String?
    /// `running`, `finished`, or how it ended.
    public let status: String
    /// Facts about the machine.
    public let host: JSONObject
    /// Measurements by name, such as seconds and tokens.
    public let performance: [String: Double]
}

extension DatasetReader {
    /// Returns the shards in order: accepted records first, then rejected ones.
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

    /// Returns the runs that wrote the dataset, oldest first.
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
