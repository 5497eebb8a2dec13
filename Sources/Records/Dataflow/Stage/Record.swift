import Hashing
public import JSON

/// A record's name: 128 bits of a digest of where it came from, so that it is the same on every run.
public struct RecordID: Hashable, Sendable, CustomStringConvertible {
    let hash: Hash128

    /// 32 hexadecimal digits.
    public var description: String { hash.description }

    /// The id of a source's record: by its content, so that adding others leaves it as it was.
    ///
    /// - Parameters:
    ///   - occurrence: How many records of equal content came before it in this draw.
    ///   - draw: How many times the source had been read to its end before.
    static func source(stage: String, content: JSONObject, occurrence: Int, draw: Int) -> RecordID {
        var hash = SHA256()
        hash.update(framed: "source")
        hash.update(framed: stage)
        hash.update(framed: JSON.object(content).encoded())
        hash.update(UInt64(occurrence))
        hash.update(UInt64(draw))
        return RecordID(hash: hash.finalize128())
    }

    /// The id of the `number`th record that `stage` made of `parents`.
    static func derived(from parents: [RecordID], stage: String, number: Int) -> RecordID {
        var hash = SHA256()
        hash.update(framed: "derived")
        hash.update(framed: stage)
        hash.update(UInt64(number))
        for parent in parents { hash.update(framed: parent.hash) }
        return RecordID(hash: hash.finalize128())
    }
}

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

/// The stages and numbers along a record's way from its source record: canonical order within it.
struct RecordPath: Comparable, Sendable {
    private var steps: [UInt64] = []

    /// A longer path: `step` is the last way that the record took.
    func appending(step: UInt64) -> RecordPath {
        var longer = self
        longer.steps.append(step)
        return longer
    }

    static func < (left: RecordPath, right: RecordPath) -> Bool {
        left.steps.lexicographicallyPrecedes(right.steps)
    }
}
