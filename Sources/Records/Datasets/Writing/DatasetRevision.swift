/// Durable records or ledger entries that a run replaced because it made other ones.
public struct DatasetRevision: Equatable, Sendable {
    /// Reason for the replacement.
    public enum Reason: String, Sendable {
        /// Other content came at the same position.
        case changed
        /// The run made fewer records or entries than an earlier one.
        case shortened
        /// The options for frames and shards changed.
        case layout
        /// The dataset has other parts now.
        case parts
    }

    /// `accepted`, `rejected`, the name of a part, or `ledger`.
    public let sequence: String
    /// The position of the first record or source record that was replaced.
    public let from: Int
    /// The reason for the replacement.
    public let reason: Reason
}

/// Damage to a shard, found when a dataset was opened or verified.
public struct DatasetDamage: Equatable, Sendable {
    /// The damage and its location.
    public let error: DatasetError
    /// The position of the first lost record.
    public let lostFrom: Int
    /// The sequence that the shard belongs to.
    public let kind: RecordKind
}
