/// A stage whose decision depends on earlier records: it sees records in canonical order.
public protocol OrderedStage: Sendable {
    /// Creates a judge for one run.
    func makeJudge() throws -> any OrderedJudge
}

/// The memory of an ordered stage during one run; called by one task at a time.
public protocol OrderedJudge: AnyObject, Sendable {
    /// Returns why the record is rejected, or nil if it passes.
    /// - Throws: A ``RecordError`` about the record, which is then rejected; any other error stops
    ///   the run.
    func reject(_ record: Record) throws -> Rejection?
}
