import Dataflow

/// Which records a stage brings together: a stage's `"over"`.
enum RecordScope: String, CaseIterable {
    /// Those that descend from one source record.
    case source
    /// All of the run.
    case run

    init(_ preparation: StagePreparation) {
        self = preparation[SharedSettings.over]
    }

    /// What `stage` does within this scope.
    func work(_ stage: any GatherStage) -> StageWork {
        switch self {
        case .source: .group(GatherPerSource(stage: stage))
        case .run: .gather(stage)
        }
    }
}

/// Does for every source record alone what a gathering stage does for the run.
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
