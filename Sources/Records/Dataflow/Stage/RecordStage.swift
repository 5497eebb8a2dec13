/// A stage that sees one record at a time.
public protocol RecordStage: Sendable {
    /// Returns the outcomes of a record. May be called for many records at once.
    /// - Throws: An error that stops the run. A record that cannot be used is an outcome, not an
    ///   error.
    func process(_ record: Record, in context: StageContext) async throws -> [Outcome]
    /// Releases resources outside the process. Called when a run has ended, however it did; kinds
    /// without such resources need not implement it.
    func finish() async
}

extension RecordStage {
    /// Does nothing.
    public func finish() async {}
}
