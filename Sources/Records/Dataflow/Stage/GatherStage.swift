/// A stage that decides only after it has seen every record of the run.
///
/// The sources of a document with such a stage are read once. Its outcomes are processed like
/// source records: in order, a window of them at a time.
public protocol GatherStage: Sendable {
    /// Creates an empty hold for one run.
    func makeHold() throws -> any RecordHold
    /// Turns what its hold released, which is never empty, into the stage's outcomes, by model calls
    /// if the stage makes any. Several releases are worked on at once; kinds that make no call need
    /// not implement it.
    /// - Throws: A ``RecordError``, and all the records are rejected; any other error stops the run.
    func complete(
        _ released: [GroupOutcome], in context: StageContext
    ) async throws -> [GroupOutcome]
}

extension GatherStage {
    /// Returns what the hold released.
    public func complete(
        _ released: [GroupOutcome], in context: StageContext
    ) async throws -> [GroupOutcome] {
        released
    }
}

/// The records that a gathering stage holds during one run; called by one task at a time.
public protocol RecordHold: AnyObject, Sendable {
    /// Takes a record, in canonical order.
    /// - Throws: A ``RecordError`` about the record, which is then rejected; any other error stops
    ///   the run.
    func take(_ record: Record, isSide: Bool) throws
    /// Returns the next outcomes, never an empty list; nil when none is left. Called once all
    /// records have been taken.
    func next() throws -> [GroupOutcome]?
}
