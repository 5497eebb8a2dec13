/// A source record admitted to a run, or the outcomes of a gathering stage, which count as one.
struct SourceRecord: Sendable {
    /// Where the processing starts.
    enum Start: Sendable {
        case source(Record)
        /// A row that is no record: rejected with the reason, and processed no further.
        case refused(Record, Rejection)
        /// Outcomes of a gathering stage; never empty.
        case gathered([GroupOutcome])
    }

    /// Position in canonical order, from 0.
    let position: Int
    /// The source or gathering stage.
    let node: NodeID
    /// How many times its source was read to its end before; nil for a gathering stage's outcomes.
    let draw: Int?
    /// Where the processing starts.
    let start: Start
}
