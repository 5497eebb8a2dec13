/// The fields that records have at one point of the graph.
public struct FieldSet: Sendable, Equatable {
    /// The known names.
    public var names: Set<String>
    /// Whether there may be unknown others, because their source could not be inspected.
    public var isOpen: Bool
    /// Whether only the first rows of a source were looked at, so that later ones may have others.
    public var isSampled: Bool
    /// The forms of the fields' values, as far as they are known.
    private(set) var forms: [String: FieldForm] = [:]

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

    /// Returns these fields and one more, with the form of its value.
    public func adding(_ name: String, _ form: FieldForm) -> FieldSet {
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

    /// Returns what is known of the value in a field.
    public func form(of name: String) -> FieldForm {
        names.contains(name) ? forms[name] ?? .any : .any
    }

    /// What is known of an object with these fields, but for some of them.
    public func form(without left: [String] = []) -> FieldForm {
        let members = names.subtracting(left)
        return .object(
            Dictionary(uniqueKeysWithValues: members.map { ($0, form(of: $0)) }),
            isOpen: isOpen || isSampled)
    }
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
