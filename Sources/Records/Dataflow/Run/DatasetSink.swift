public import Datasets
public import JSON

/// Writes what comes of a run into a dataset folder.
public struct DatasetSink: RunSink {
    private let writer: DatasetWriter

    /// A sink that fills what `writer` has open.
    public init(_ writer: DatasetWriter) { self.writer = writer }

    /// Appends an accepted record, its id first; an "id" that its source gave it becomes "source_id".
    public func accept(_ record: Record) throws {
        var fields = record.fields
        if let given = fields["id"] {
            fields["id"] = nil
            fields["source_id"] = given
        }
        let id: JSONObject = ["id": .string(record.id.description)]
        try writer.append(id.merging(fields))
    }

    /// Appends a record that was rejected, with the stage, the reason and all its fields.
    public func reject(_ entry: LineageEntry, fields: JSONObject) throws {
        try writer.appendRejected([
            "id": .string(entry.id.description), "stage": .string(entry.stage),
            "reason": .string(entry.rejection?.reason ?? ""),
            "detail": entry.rejection?.detail ?? .null, "record": .object(fields),
        ])
    }

    /// Enters a source record in the ledger, with the ancestry of all that was made of it.
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

/// What a journal remembers, for a run that makes no calls.
public struct ReadOnlyMemory: CallMemory {
    private let journal: JournalReader?

    /// The calls of a journal; none without one.
    public init(_ journal: JournalReader?) { self.journal = journal }

    /// The answer kept under `key`.
    public func answer(to key: CallKey) throws -> JSON? {
        guard let bytes = try journal?.get(key: key.bytes) else { return nil }
        return try? JSON(parsing: bytes)
    }

    /// Never called: there are no new answers.
    public func remember(_ answer: JSON, for key: CallKey) {
        preconditionFailure("a run that makes no calls has nothing to remember")
    }
}

/// Calls remembered in a run folder's journal.
public struct JournalMemory: CallMemory {
    private let journal: Journal

    /// Memory that lasts as long as the journal's file.
    public init(_ journal: Journal) { self.journal = journal }

    /// The answer kept under `key`; an entry that is not JSON counts as unknown and is made anew.
    public func answer(to key: CallKey) throws -> JSON? {
        guard let bytes = try journal.get(key: key.bytes) else { return nil }
        return try? JSON(parsing: bytes)
    }

    /// Keeps an answer: from now on it survives the end of the process, however that comes.
    public func remember(_ answer: JSON, for key: CallKey) throws {
        try journal.put(key: key.bytes, value: answer.encoded())
    }
}
