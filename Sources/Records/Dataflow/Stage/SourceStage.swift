public import JSON

/// A stage that reads records from somewhere.
public protocol SourceStage: Sendable {
    /// How many records it gives while a source of weight 1 gives one.
    var weight: Int { get }
    /// Begins reading from the start; `seed` orders what is shuffled.
    func makeCursor(seed: UInt64) throws -> any SourceCursor
}

/// A position in a source.
public protocol SourceCursor: AnyObject {
    /// The next row; nil at the end.
    func next() throws -> SourceRow?
}

/// What a source has read: a record, or something that it cannot make one of.
public struct SourceRow: Sendable, Equatable {
    /// The record's fields; of a row that is rejected, what was read.
    public let fields: JSONObject
    /// Why it is no record; nil if it is one.
    public let rejection: Rejection?

    /// A record, or what was read in place of one.
    public init(_ fields: JSONObject, rejection: Rejection? = nil) {
        self.fields = fields
        self.rejection = rejection
    }
}
