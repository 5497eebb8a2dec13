/// A stage that looks at one record at a time.
public protocol RecordStage: Sendable {
    /// What becomes of a record. May be called for many records at once.
    /// - Throws: What makes going on pointless; the run stops. A record that cannot be used is an
    ///   outcome, not an error.
    func process(_ record: Record, in context: StageContext) async throws -> [Outcome]
    /// Lets go of what it holds outside the process. Called when a run has ended, however it did;
    /// kinds that hold nothing need not implement it.
    func finish() async
}

extension RecordStage {
    /// Does nothing.
    public func finish() async {}
}
