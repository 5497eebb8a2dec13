/// The fields that records have at one point of the graph.
public struct FieldSet: Sendable, Equatable {
    /// What is known of an object in a field.
    public struct Form: Sendable, Equatable {
        /// The names of its members.
        public let members: Set<String>
        /// Whether it may have others.
        public let isOpen: Bool

        /// Creates the form of an object with these members, and others if it is open.
        public init(_ members: some Sequence<String>, isOpen: Bool = false) {
            self.members = Set(members)
            self.isOpen = isOpen
        }
    }

    /// The known names.
    public var names: Set<String>
    /// Whether there may be unknown others, because their source could not be inspected.
    public var isOpen: Bool
    /// Whether only the first rows of a source were looked at, so that later ones may have others.
    public var isSampled: Bool
    /// The forms of fields that hold objects, as far as they are known.
    private(set) var forms: [String: Form] = [:]

    /// Creates a set of known names.
    public init(_ names: Set<String>, isOpen: Bool = false, isSampled: Bool = false) {
        self.names = names
        self.isOpen = isOpen
        self.isSampled = isSampled
    }

    /// Returns whether a record may have the field.
    public func mayContain(_ name: String) -> Bool { isOpen || names.contains(name) }

    /// Returns these fields and more, whose form is not known.
    public func adding(_ more: some Sequence<String>) -> FieldSet {
        var fields = self
        for name in more {
            fields.names.insert(name)
            fields.forms[name] = nil
        }
        return fields
    }

    /// Returns these fields and one more, with the form of the object in it.
    public func adding(_ name: String, _ form: Form) -> FieldSet {
        var fields = adding([name])
        fields.forms[name] = form
        return fields
    }

    /// Returns the fields that are left when all others are removed.
    public func keeping(_ kept: Set<String>) -> FieldSet {
        // A name that is not known may still be there.
        let left = FieldSet(isOpen || isSampled ? kept : names.intersection(kept))
        return forms.reduce(into: left) { left, form in
            if kept.contains(form.key) { left.forms[form.key] = form.value }
        }
    }

    /// Returns the form of the object in a field, if it is known.
    public func form(of name: String) -> Form? { names.contains(name) ? forms[name] : nil }
}

extension FieldSet {
    /// No known names; any field may exist.
    static let unknown = FieldSet([], isOpen: true)

    /// Returns the fields that records from any of several stages may have.
    static func union(_ sets: [FieldSet]) -> FieldSet {
        var union = FieldSet(
            sets.reduce(into: []) { $0.formUnion($1.names) },
            isOpen: sets.contains(where: \.isOpen), isSampled: sets.contains(where: \.isSampled))
        for (name, form) in sets.first?.forms ?? [:] {
            // Known only if all that have the field agree, and none may have another.
            let isSure = sets.allSatisfy {
                $0.forms[name] == form || (!$0.isOpen && !$0.isSampled && !$0.names.contains(name))
            }
            if isSure { union.forms[name] = form }
        }
        return union
    }
}
