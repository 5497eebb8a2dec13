public import JSON

/// A shard: its file, its number of records and its size.
public struct ShardFacts: Equatable, Sendable {
    /// Accepted or rejected records, or those of a part.
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

/// One run that wrote to a dataset, or a pilot for an estimate.
public struct RunFacts: Equatable, Sendable {
    /// The run's number, from 1.
    public let number: Int
    /// Start time (ISO 8601).
    public let started: String
    /// End time (ISO 8601); `nil` if the run was killed or is still going on.
    public let finished: String?
    /// `running`, `finished`, `killed` or how else it ended; `estimate` for a pilot.
    public let status: String
    /// Facts about the machine.
    public let host: JSONObject
    /// Measurements by name, such as seconds and tokens; of a run without an end, those of its
    /// last sign of life.
    public let performance: [String: Double]
}

extension DatasetReader {
    /// Returns the shards in order: accepted records first, then rejected ones.
    public func shards() throws(DatasetError) -> [ShardFacts] {
        var facts: [ShardFacts] = []
        for kind in kinds {
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
}
