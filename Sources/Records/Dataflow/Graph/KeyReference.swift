public import JSON

/// A key of a document as the reference describes it.
public struct KeyReference: Sendable {
    /// The key, with those of the objects around it: `sampling.maxTokens`.
    public let path: String
    /// The form of its value, as a phrase.
    public let form: String
    /// Whether it must be given.
    public let isRequired: Bool
    /// The value if it is not given; nil for none.
    public let standard: JSON?
    /// What it is for, in sentences.
    public let summary: String

    /// Creates a key's description.
    public init(
        path: String, form: String, isRequired: Bool = false, standard: JSON? = nil,
        summary: String
    ) {
        self.path = path
        self.form = form
        self.isRequired = isRequired
        self.standard = standard
        self.summary = summary
    }
}

extension StageKind {
    /// The keys of a stage of this kind, each object's members after it.
    public var keyReferences: [KeyReference] { allSettings.keyReferences(in: "") }
}

extension StageRegistry {
    /// The keys of a `pipeline` stage, which is no kind of its own.
    public static var inclusionKeyReferences: [KeyReference] {
        Rounds.settings.keyReferences(in: "")
    }

    /// The keys of a document.
    public var documentKeyReferences: [KeyReference] { Self.keyReferences(of: documentSchema) }

    /// The keys of an entry of a document's `models`.
    public var modelKeyReferences: [KeyReference] {
        let models = documentSchema["properties"]?["models"]?["additionalProperties"]
        return Self.keyReferences(of: models ?? [:])
    }

    private static func keyReferences(of schema: JSON) -> [KeyReference] {
        let required = schema["required"]?.array ?? []
        return (schema["properties"]?.object?.pairs ?? []).map { name, schema in
            KeyReference(
                path: name, form: form(of: schema), isRequired: required.contains(.string(name)),
                standard: schema["default"], summary: schema["description"]?.string ?? "")
        }
    }

    private static func form(of schema: JSON) -> String {
        if let value = schema["const"] { return value.text }
        let type = schema["type"]?.string ?? schema["type"]?.array?.first?.string
        switch type {
        case "integer": return "a whole number"
        case "boolean": return "true or false"
        case "object": return "an object"
        default: return "a string"
        }
    }
}

extension [any StageSetting] {
    fileprivate func keyReferences(in path: String) -> [KeyReference] {
        flatMap { setting in
            [
                KeyReference(
                    path: path + setting.name, form: setting.type.form,
                    isRequired: setting.isRequired, standard: setting.defaultValue,
                    summary: setting.summary)
            ] + setting.type.members.keyReferences(in: "\(path)\(setting.name).")
        }
    }
}

extension SettingType {
    /// The form of the value for people; of an object without its members, which follow it.
    fileprivate var form: String {
        switch self {
        case .object: return "an object"
        case .list(let element): return "a list, each \(element.form)"
        case .named(let element): return "an object of names, each \(element.form)"
        case .either(let types):
            if types.count == 2, case .list(let element) = types[1], element.form == types[0].form {
                return "\(types[0].form), or a list, each the same"
            }
            return types.map(\.form).joined(separator: ", or ")
        default: return expectation
        }
    }
}
