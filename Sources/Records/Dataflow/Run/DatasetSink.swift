public import Datasets
public import JSON

/// Writes a run's records, rejections and ledger into a dataset folder.
public struct DatasetSink: RunSink {
    private let writer: DatasetWriter

    /// Creates a sink that appends to the dataset open in `writer`.
    public init(_ writer: DatasetWriter) { self.writer = writer }

    /// Appends an accepted record, its id first; an "id" field given by the source becomes
    /// "source_id".
    public func accept(_ record: Record, part: String?) throws {
        var fields = record.fields
        if let given = fields["id"] {
            fields["id"] = nil
            fields["source_id"] = given
        }
        let id: JSONObject = ["id": .string(record.id.description)]
        try writer.append(id.merging(fields), part: part)
    }

    /// Appends a record that was rejected, with the stage, the reason and all its fields.
    public func reject(_ entry: LineageEntry, fields: JSONObject) throws {
        try writer.appendRejected([
            "id": .string(entry.id.description), "stage": .string(entry.stage),
            "reason": .string(entry.rejection?.reason ?? ""),
            "detail": entry.rejection?.detail(at: entry.location) ?? .null,
            "record": .object(fields),
        ])
    }

    /// Enters a source record in the ledger, with the lineage of every record made of it.
    public func commit(
        _ result: SourceRecordResult, counts: [(stage: String, counts: StageCounts)]
    ) throws {
        try writer.commitSourceRecord(
            LedgerEntry(
                position: result.position, stage: result.source, id: result.id.description,
                lineage: result.lineage.map(LineageRow.init),
                counts: counts.map { stage, counts in
                    StageCount(
                        stage, counts,
                        rejections: counts.rejected == 0 ? [:] : result.rejections(at: stage))
                }))
    }
}

extension SourceRecordResult {
    fileprivate func rejections(at stage: String) -> [String: Int] {
        var reasons: [String: Int] = [:]
        for entry in lineage where entry.stage == stage {
            if let reason = entry.rejection?.reason { reasons[reason, default: 0] += 1 }
        }
        return reasons
    }
}

extension LineageRow {
    fileprivate init(_ entry: LineageEntry) {
        self.init(
            id: entry.id.description, parents: entry.parents.map(\.description),
            stage: entry.stage, number: entry.number, call: entry.call?.description,
            status: entry.rejection == nil ? .passed : .rejected,
            reason: entry.rejection?.reason, fields: entry.made)
    }
}

extension StageCount {
    fileprivate init(_ stage: String, _ counts: StageCounts, rejections: [String: Int]) {
        self.init(
            stage: stage, created: counts.created, passed: counts.passed,
            rejected: counts.rejected, rejections: rejections, repairs: counts.repairs)
    }
}
