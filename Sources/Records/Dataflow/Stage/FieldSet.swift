/// The names of the fields that records have at some point of the graph.
public struct FieldSet: Sendable, Equatable {
    /// The names known.
    public var names: Set<String>
    /// Whether there may be others, because what makes them could not be looked into.
    public var isOpen: Bool

    /// Known names.
    public init(_ names: Set<String>, isOpen: Bool = false) {
        self.names = names
        self.isOpen = isOpen
    }

    /// Whether a record may have the field.
    public func mayContain(_ name: String) -> Bool { isOpen || names.contains(name) }

    /// These fields and more.
    public func adding(_ more: some Sequence<String>) -> FieldSet {
        FieldSet(names.union(more), isOpen: isOpen)
    }
}

extension FieldSet {
    /// Nothing known, so anything may be there.
    static let unknown = FieldSet([], isOpen: true)

    /// What records may have that come from any of several stages.
    static func union(_ sets: [FieldSet]) -> FieldSet {
        FieldSet(
            sets.reduce(into: []) { $0.formUnion($1.names) }, isOpen: sets.contains { $0.isOpen })
    }
}
