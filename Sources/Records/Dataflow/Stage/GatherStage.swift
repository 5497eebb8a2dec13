/// A stage that can say nothing before it has seen every record of the run.
///
/// Sources that feed a document with such a stage are read once. What it makes is followed like
/// source records: one part after the other, a window of them at a time.
public protocol GatherStage: Sendable {
    /// An empty hold for one run.
    func makeHold() throws -> any RecordHold
}

/// What a gathering stage keeps during one run; called by one task at a time.
public protocol RecordHold: AnyObject, Sendable {
    /// Takes a record, in canonical order.
    func take(_ record: Record, isSide: Bool) throws
    /// Once no more come: what becomes of the next of those held; nil when none is left. An empty
    /// list is not allowed.
    func next() throws -> [GroupOutcome]?
}
