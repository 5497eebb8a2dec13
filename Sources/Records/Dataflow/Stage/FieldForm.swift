/// What is known of the value in a field.
public indirect enum FieldForm: Sendable, Equatable {
    /// Nothing.
    case any
    /// It is a text, a number, true or false, and has no members.
    case scalar
    /// It is a list of values of this form.
    case list(FieldForm)
    /// It is an object with these members, and others if it is open.
    case object([String: FieldForm], isOpen: Bool)

    /// The form of an object with members of one form.
    public static func members(
        _ names: some Sequence<String>, _ form: FieldForm = .any, isOpen: Bool = false
    ) -> FieldForm {
        .object(
            Dictionary(names.map { ($0, form) }) { first, _ in first }, isOpen: isOpen)
    }

    /// What is known of an element, if it is a list.
    public var element: FieldForm { if case .list(let form) = self { form } else { .any } }
}

/// A part of a field's value that an expression reads: `reward.helpfulness`.
public struct FieldPath: Hashable, Sendable {
    /// A step from a value to a part of it.
    public enum Step: Hashable, Sendable {
        /// The member with this name.
        case member(String)
        /// An element, whichever.
        case element
    }

    /// The field's name.
    public let field: String
    /// The steps from its value to the part.
    public let steps: [Step]

    /// Creates a path.
    public init(_ field: String, _ steps: [Step]) { (self.field, self.steps) = (field, steps) }

    /// The path of the value that has the last part; itself without steps.
    var parent: FieldPath { FieldPath(field, Array(steps.dropLast())) }

    /// The text of the path, with `[i]` for an element.
    var text: String {
        steps.reduce(field) { text, step in
            switch step {
            case .member(let name): "\(text).\(name)"
            case .element: "\(text)[i]"
            }
        }
    }
}

extension FieldForm {
    /// The first part on a path that a value of this form does not have, and the form of what
    /// should have it; nil if all may be there.
    func missing(on path: FieldPath) -> (part: FieldPath, of: FieldForm)? {
        var form = self
        for (index, step) in path.steps.enumerated() {
            switch (form, step) {
            case (.any, _), (.scalar, .element), (.object, .element): return nil
            case (.list(let inner), .element): form = inner
            case (.object(let members, _), .member(let name)) where members[name] != nil:
                form = members[name] ?? .any
            case (.object, .member), (.scalar, .member), (.list, .member):
                return (FieldPath(path.field, Array(path.steps[...index])), form)
            }
        }
        return nil
    }
}
