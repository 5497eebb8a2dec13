/// A source record admitted to a run, or what a gathering stage made of those it held: the origin of
/// everything that comes of it.
struct SourceRecord: Sendable {
    /// What there is to follow.
    enum Start: Sendable {
        case source(Record)
        /// What a source cannot make a record of: kept with the reason, and no more comes of it.
        case refused(Record, Rejection)
        /// Never empty.
        case gathered([GroupOutcome])
    }

    /// Its position in canonical order, from 0.
    let position: Int
    /// The stage that it comes from.
    let node: NodeID
    /// What there is to follow.
    let start: Start
}
