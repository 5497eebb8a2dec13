import JSON

/// The form of a setting's value in a document.
///
/// One description serves the check of documents, their JSON Schema and the messages about both.
public indirect enum SettingType: Sendable {
    /// A text.
    case text
    /// The name of a field that a stage makes: not empty, without a dot, and not `id`.
    case newField
    /// True or false.
    case bool
    /// A whole number; no upper bound if it is `Int.max`.
    case integer(ClosedRange<Int>)
    /// A number; no upper bound if it is infinite.
    case number(ClosedRange<Double>)
    /// One of a few words.
    case choice([String])
    /// The path of a file that must exist.
    case file
    /// The path of a file, or the text itself: a Jinja template over a record's fields. Of a
    /// question, a string without spaces is a path. `{"text": …}` and `{"file": …}` say which.
    case template(isQuestion: Bool)
    /// The paths of files that must exist, one or a list; names may have `*`, `?` and `[`.
    case files
    /// The path of a file or folder that need not exist yet.
    case path
    /// A name of the document's `models`.
    case model
    /// A Jinja expression over a record's fields.
    case expression
    /// A list of values of one type.
    case list(SettingType)
    /// Named values of one type, such as field names to expressions.
    case named(SettingType)
    /// An object with settings of its own.
    case object([any StageSetting])
    /// A value of one of several types.
    case either([SettingType])
    /// Any value.
    case any
}

extension SettingType {
    /// The expected form, as a phrase for messages.
    var expectation: String {
        switch self {
        case .text, .newField: "a string"
        case .bool: "true or false"
        case .integer(let range):
            range.upperBound == .max
                ? "a whole number of at least \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range):
            range.upperBound == .infinity
                ? "a number of at least \(range.lowerBound)"
                : "a number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let names): "one of " + names.map { "\"\($0)\"" }.joined(separator: ", ")
        case .file, .path: "a path"
        case .template: "a path, the text itself, {\"text\": …} or {\"file\": …}"
        case .files: "a path, or a list of paths"
        case .model: "the name of a model"
        case .expression: "a Jinja expression"
        case .list(let element): "a list, each \(element.expectation)"
        case .named(let element): "an object of names, each \(element.expectation)"
        case .object(let settings): "an object with " + settings.map(\.name).joined(separator: ", ")
        case .either(let types): types.map(\.expectation).joined(separator: ", or ")
        case .any: "any value"
        }
    }

    /// The settings of the object that the value is or may be; none if it is no such object.
    var members: [any StageSetting] {
        switch self {
        case .object(let settings): settings
        case .list(let element): element.members
        case .either(let types): types.lazy.map(\.members).first { !$0.isEmpty } ?? []
        default: []
        }
    }

    /// Returns whether `value` has this type's form; does not check that files and models exist.
    func accepts(_ value: JSON) -> Bool {
        switch self {
        case .text, .newField, .file, .path, .model, .expression: value.string != nil
        case .template: TextSource(value) != nil
        case .files:
            value.string != nil
                || value.array.map { !$0.isEmpty && $0.allSatisfy { $0.string != nil } } ?? false
        case .bool: value.bool != nil
        case .integer(let range): value.integer.map(range.contains) ?? false
        case .number(let range): value.double.map(range.contains) ?? false
        case .choice(let names): value.string.map(names.contains) ?? false
        case .list(let element): value.array?.allSatisfy(element.accepts) ?? false
        case .named(let element): value.object?.values.allSatisfy(element.accepts) ?? false
        case .object: value.object != nil
        case .either(let types): types.contains { $0.accepts(value) }
        case .any: true
        }
    }

    /// The JSON Schema of this type; `"${name}"`, a parameter of the document, fits every type.
    var schema: JSONObject {
        switch self {
        case .text, .newField, .model, .expression: ["type": "string"]
        case .template: TextSource.schema
        case .bool: Self.orParameter(["type": "boolean"])
        case .integer(let range):
            bounded(
                "integer", .integer(range.lowerBound),
                range.upperBound == .max ? nil : .integer(range.upperBound))
        case .number(let range):
            bounded(
                "number", .double(range.lowerBound),
                range.upperBound == .infinity ? nil : .double(range.upperBound))
        case .choice(let names):
            [
                "anyOf": [
                    ["enum": .array(names.map(JSON.string))],
                    ["type": "string", "pattern": .string(ParameterPattern.reference)],
                ]
            ]
        case .file, .path: ["type": "string", "format": "uri-reference"]
        case .files:
            [
                "anyOf": [
                    ["type": "string"],
                    ["type": "array", "items": ["type": "string"], "minItems": 1],
                ]
            ]
        case .list(let element):
            Self.orParameter(["type": "array", "items": .object(element.schema)])
        case .named(let element):
            Self.orParameter(["type": "object", "additionalProperties": .object(element.schema)])
        case .object(let settings): Self.orParameter(settings.schema())
        case .either(let types): ["anyOf": .array(types.map { .object($0.schema) })]
        case .any: [:]
        }
    }

    private func bounded(_ type: JSON, _ minimum: JSON, _ maximum: JSON?) -> JSONObject {
        var schema: JSONObject = ["type": type, "minimum": minimum]
        if let maximum { schema["maximum"] = maximum }
        return Self.orParameter(schema)
    }

    /// Returns the schema with strings allowed that are a parameter. The other keywords say nothing
    /// of strings.
    private static func orParameter(_ schema: JSONObject) -> JSONObject {
        var schema = schema
        schema["type"] = .array([schema["type"] ?? "string", "string"])
        schema["pattern"] = .string(ParameterPattern.reference)
        return schema
    }
}

extension [any StageSetting] {
    /// Returns the JSON Schema of an object with exactly these settings; of a stage if `type` is
    /// given.
    ///
    /// A renamed setting appears under both names; editors show the former one as deprecated.
    func schema(type: String? = nil) -> JSONObject {
        var properties = JSONObject()
        if let type { properties["type"] = ["const": .string(type)] }
        for setting in self {
            var schema: JSONObject = ["description": .string(setting.summary)]
            schema = schema.merging(setting.type.schema)
            if let value = setting.defaultValue { schema["default"] = value }
            properties[setting.name] = .object(schema)
            guard let formerName = setting.formerName else { continue }
            let note: JSONObject = [
                "description": .string("The former name of \"\(setting.name)\"."),
                "deprecated": true,
            ]
            properties[formerName] = .object(note.merging(setting.type.schema))
        }
        let required = (type == nil ? [] : ["type"]) + filter(\.isRequired).map(\.name)
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(required.map(JSON.string)), "additionalProperties": false,
        ]
    }

    /// Returns the setting with this name or former name.
    func named(_ name: String) -> (any StageSetting)? {
        first { $0.name == name } ?? first { $0.formerName == name }
    }
}
