public import JSON

/// How many records a stage brought forth, passed on and rejected.
public struct StageCounts: Sendable, Equatable {
    /// Records made, or looked at by a stage that makes none.
    public var created = 0
    /// Of these, the ones that went on.
    public var passed = 0
    /// Of these, the ones that were rejected.
    public var rejected = 0
    /// Repairs that were needed to make them, by kind.
    public var repairs: [String: Int] = [:]

    /// Nothing counted.
    public init() {}
}

/// One line of a record's ancestry: what a stage made or rejected.
public struct LineageEntry: Sendable {
    /// The record's name.
    public let id: RecordID
    /// The names of the records it was made of; empty for a source record.
    public let parents: [RecordID]
    /// The stage.
    public let stage: String
    /// Its number among what the stage made of the same records.
    public let number: Int
    /// The call whose answer it holds, if there was one.
    public let call: CallKey?
    /// Why it went no further; nil if it did.
    public let rejection: Rejection?
    /// The fields that the stage made.
    public let made: JSONObject
    /// All fields, of rejected records only: what is kept of them.
    let whole: JSONObject?
    let path: RecordPath
    let node: NodeID
}

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
