public import JSON

/// One line of a record's ancestry: what a stage made or rejected.
public struct LineageEntry: Sendable {
    /// The record's id.
    public let id: RecordID
    /// The ids of the records it was made of; empty for a source record.
    public let parents: [RecordID]
    /// The name of the stage.
    public let stage: String
    /// Index of the record among those the stage made of the same parents.
    public let number: Int
    /// The call whose answer the record holds, if there was one.
    public let call: CallKey?
    /// Why the record was rejected; nil if it passed.
    public let rejection: Rejection?
    /// The fields that the stage made.
    public let made: JSONObject
    /// All fields of a rejected record; nil if it passed.
    let whole: JSONObject?
    /// The row that the record, or the first of those that it was made of, was read from.
    let location: RowLocation?
    let path: RecordPath
    let node: NodeID
}
