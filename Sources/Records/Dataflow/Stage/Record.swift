import Hashing
public import JSON

/// One unit of data on its way through the graph.
public struct Record: Sendable {
    /// Its name, which never changes.
    public let id: RecordID
    /// What it holds.
    public let fields: JSONObject
    /// Its position in canonical order among the records of its source record.
    let path: RecordPath

    /// A record outside a run, for tests and tools.
    public init(id: RecordID, fields: JSONObject) {
        self.init(id: id, fields: fields, path: RecordPath())
    }

    init(id: RecordID, fields: JSONObject, path: RecordPath) {
        self.id = id
        self.fields = fields
        self.path = path
    }

    /// The value of a field.
    public subscript(field: String) -> JSON? { fields[field] }
}
