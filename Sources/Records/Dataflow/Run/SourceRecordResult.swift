/// A record at a stage that waits for others.
struct Arrival: Sendable {
    let record: Record
    /// Whether it came by the second input.
    let isSide: Bool
}

/// Everything that came of one source record, in canonical order.
public struct SourceRecordResult: Sendable {
    /// The source record's position in canonical order.
    public let position: Int
    /// The source's name.
    public let source: String
    /// The source record's name.
    public let id: RecordID
    /// What every stage made or rejected.
    public internal(set) var lineage: [LineageEntry]
    /// The records that reached the end.
    let arrived: [Record]
    /// The records that gathering stages are to hold, by stage.
    let held: [NodeID: [Arrival]]
    /// For each stage, in the graph's order.
    var counts: [StageCounts]

    /// Records that the stage at `node` made or looked at.
    func created(at node: NodeID) -> Int { counts[node].created }
}
