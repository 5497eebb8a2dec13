/// A record waiting at a stage that sees several.
struct Arrival: Sendable {
    let record: Record
    /// Whether the record came in by the second input.
    let isSide: Bool
}

/// Complete results of one source record, in canonical order.
public struct SourceRecordResult: Sendable {
    /// The source record's position in canonical order.
    public let position: Int
    /// The name of the source or gathering stage.
    public let source: String
    /// How many times the source was read to its end before; nil for a gathering stage's outcomes.
    let draw: Int?
    /// The source record's id.
    public let id: RecordID
    /// Records that the stages made or rejected.
    public internal(set) var lineage: [LineageEntry]
    /// Records that reached the sink.
    let arrived: [Record]
    /// Records to be held by gathering stages, by stage.
    let held: [NodeID: [Arrival]]
    /// Counts of each stage, in the graph's order.
    var counts: [StageCounts]
    /// Tokens of the answers to each stage's calls, in the graph's order.
    let tokens: [Int]

    /// Returns how many records the stage at `node` made or processed.
    func created(at node: NodeID) -> Int { counts[node].created }
}
