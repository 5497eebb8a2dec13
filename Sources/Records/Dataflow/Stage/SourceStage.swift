public import JSON

/// A stage that reads records from somewhere.
public protocol SourceStage: Sendable {
    /// Records read from this source in its turn, relative to a source of weight 1.
    var weight: Int { get }
    /// Starts reading from the beginning; `seed` decides the order of shuffled sources.
    func makeCursor(seed: UInt64) throws -> any SourceCursor
}

/// A position in a source.
public protocol SourceCursor: AnyObject {
    /// The next row; nil at the end.
    func next() throws -> SourceRow?
}

/// A row read by a source: a record, or a row to be rejected.
public struct SourceRow: Sendable, Equatable {
    /// The record's fields; of a rejected row, what was read.
    public let fields: JSONObject
    /// Why the row is rejected; nil if it is a record.
    public let rejection: Rejection?
    /// The row's place in its file, if known.
    public let location: RowLocation?

    /// Creates a row.
    public init(
        _ fields: JSONObject, rejection: Rejection? = nil, location: RowLocation? = nil
    ) {
        self.fields = fields
        self.rejection = rejection
        self.location = location
    }
}
