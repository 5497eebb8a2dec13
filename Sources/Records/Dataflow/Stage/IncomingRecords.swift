/// What is known of the records at one of a stage's inputs.
public struct IncomingRecords: Sendable {
    /// The fields that the records may have.
    public let fields: FieldSet
    /// The stages that their source records come from: sources and gathering stages.
    public let sources: Set<String>
}

extension IncomingRecords {
    /// Records from a missing stage, or from one with problems of its own.
    static let unknown = IncomingRecords(fields: .unknown, sources: [])

    /// Returns the union over several stages.
    static func union(_ all: [IncomingRecords]) -> IncomingRecords {
        IncomingRecords(
            fields: .union(all.map(\.fields)),
            sources: all.reduce(into: []) { $0.formUnion($1.sources) })
    }
}
