/// Something durable that a run replaced, because its records came out otherwise than before.
public struct DatasetRevision: Equatable, Sendable {
    /// Why.
    public enum Reason: String, Sendable {
        /// Other records came at the same position.
        case changed
        /// The run made fewer records than an earlier one.
        case shortened
        /// Frames or shards have another size than they had.
        case layout
    }

    /// `accepted`, `rejected` or `ledger`.
    public let sequence: String
    /// The position of the first record, or source record, that was replaced.
    public let from: Int
    /// Why.
    public let reason: Reason
}

/// A shard that did not hold what the catalog says, found when a dataset was opened or verified.
public struct DatasetDamage: Equatable, Sendable {
    /// What is wrong, and where.
    public let error: DatasetError
    /// The position of the first record that is lost.
    public let lostFrom: Int
    /// Which records.
    public let kind: RecordKind
}
