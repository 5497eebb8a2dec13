public import Datasets
public import JSON

/// Writes a run's records, rejections and ledger into a dataset folder.
public struct DatasetSink: RunSink {
    private let writer: DatasetWriter

    /// Creates a sink that appends to the dataset open in `writer`.
    public init(_ writer: DatasetWriter) { self.writer = writer }

    /// Appends an accepted record, its id first; an "id" field of its own becomes "source_id", or
    /// "source_id_2" and so on where the record has such fields already.
    public func accept(_ record: Record, part: String?) throws {
        var fields = record.fields
        if let given = fields["id"] {
            fields["id"] = nil
            fields[Self.freeName(in: fields)] = given
        }
        let id: JSONObject = ["id": .string(record.id.description)]
        try writer.append(id.merging(fields), part: part)
    }

    /// The first of "source_id", "source_id_2", "source_id_3" and so on that no field has.
    private static func freeName(in fields: JSONObject) -> String {
        var (name, number) = ("source_id", 1)
        while fields[name] != nil {
            number += 1
            name = "source_id_\(number)"
        }
        return name
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
