import Dataflow

/// The records that a stage sees together: its `"over"`.
enum RecordScope: String, CaseIterable {
    /// The records that descend from one source record.
    case source
    /// All records of the run.
    case run

    init(_ preparation: StagePreparation) {
        self = preparation[SharedSettings.over]
    }

    /// Returns the work of `stage` within this scope.
    func work(_ stage: any GatherStage) -> StageWork {
        switch self {
        case .source: .group(GatherPerSource(stage: stage))
        case .run: .gather(stage)
        }
    }
}

/// Runs a gathering stage on each source record separately.
private struct GatherPerSource: GroupStage {
    let stage: any GatherStage

    func process(_ records: [Record], in context: StageContext) async throws -> [GroupOutcome] {
        try await process(records, with: [], in: context)
    }

    func process(
        _ records: [Record], with side: [Record], in context: StageContext
    ) async throws -> [GroupOutcome] {
        let hold = try stage.makeHold()
        for record in records { try hold.take(record, isSide: false) }
        for record in side { try hold.take(record, isSide: true) }
        var outcomes: [GroupOutcome] = []
        while let more = try hold.next() { outcomes += more }
        return outcomes
    }
}
