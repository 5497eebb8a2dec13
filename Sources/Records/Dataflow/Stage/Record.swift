import Hashing
public import JSON

/// One unit of data on its way through the graph.
public struct Record: Sendable {
    /// The record's id, which never changes.
    public let id: RecordID
    /// The record's fields.
    public let fields: JSONObject
    /// The row that the record, or the first of those that it was made of, was read from.
    public let location: RowLocation?
    /// Position in canonical order among the records of the same source record.
    let path: RecordPath

    /// Creates a record outside a run, for tests and tools.
    public init(id: RecordID, fields: JSONObject) {
        self.init(id: id, fields: fields, path: RecordPath(), location: nil)
    }

    init(id: RecordID, fields: JSONObject, path: RecordPath, location: RowLocation?) {
        self.id = id
        self.fields = fields
        self.path = path
        self.location = location
    }

    /// The value of a field, or nil if the record does not have it.
    public subscript(field: String) -> JSON? { fields[field] }
}
