/// What comes in by one of a stage's inputs.
public struct IncomingRecords: Sendable {
    /// The fields that they may have.
    public let fields: FieldSet
    /// The names of the stages that their source records come from: sources, and stages that gather.
    public let sources: Set<String>
}

extension IncomingRecords {
    /// What comes from a stage that is not there, or has problems of its own.
    static let unknown = IncomingRecords(fields: .unknown, sources: [])

    /// What may come from any of several stages.
    static func union(_ all: [IncomingRecords]) -> IncomingRecords {
        IncomingRecords(
            fields: .union(all.map(\.fields)),
            sources: all.reduce(into: []) { $0.formUnion($1.sources) })
    }
}
