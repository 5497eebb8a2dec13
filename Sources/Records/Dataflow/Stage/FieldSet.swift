/// The fields that records have at one point of the graph.
public struct FieldSet: Sendable, Equatable {
    /// The known names.
    public var names: Set<String>
    /// Whether there may be unknown others, because their source could not be inspected.
    public var isOpen: Bool

    /// Creates a set of known names.
    public init(_ names: Set<String>, isOpen: Bool = false) {
        self.names = names
        self.isOpen = isOpen
    }

    /// Returns whether a record may have the field.
    public func mayContain(_ name: String) -> Bool { isOpen || names.contains(name) }

    /// Returns these fields and more.
    public func adding(_ more: some Sequence<String>) -> FieldSet {
        FieldSet(names.union(more), isOpen: isOpen)
    }
}

extension FieldSet {
    /// No known names; any field may exist.
    static let unknown = FieldSet([], isOpen: true)

    /// Returns the fields that records from any of several stages may have.
    static func union(_ sets: [FieldSet]) -> FieldSet {
        FieldSet(
            sets.reduce(into: []) { $0.formUnion($1.names) }, isOpen: sets.contains { $0.isOpen })
    }
}
