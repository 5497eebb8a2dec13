/// A stage that sees one record at a time.
public protocol RecordStage: Sendable {
    /// Returns the outcomes of a record. May be called for many records at once.
    /// - Throws: A ``RecordError`` about the record, which is then rejected; any other error stops
    ///   the run.
    func process(_ record: Record, in context: StageContext) async throws -> [Outcome]
    /// Releases resources outside the process. Called when a run has ended, however it did; kinds
    /// without such resources need not implement it.
    func finish() async
}

extension RecordStage {
    /// Does nothing.
    public func finish() async {}
}
