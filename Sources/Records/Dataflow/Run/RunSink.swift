public import JSON

/// Destination of a run's results; called in canonical order by one task.
public protocol RunSink: Sendable {
    /// Takes an accepted record.
    /// - Parameter part: The record's part; nil if records are not divided into parts.
    func accept(_ record: Record, part: String?) async throws
    /// Takes a record that was rejected.
    func reject(_ entry: LineageEntry, fields: JSONObject) async throws
    /// Takes the lineage and counts of a source record, after its records.
    func commit(_ result: SourceRecordResult, counts: [(stage: String, counts: StageCounts)])
        async throws
}
