public import JSON

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
