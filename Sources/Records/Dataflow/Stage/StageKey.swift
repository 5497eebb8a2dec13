public import JSON

/// A key that a kind of stage understands: its type, whether it must be there, what it is for.
///
/// One list serves the check of documents, their JSON Schema and the reference page.
public struct StageKey: Sendable {
    /// What a value may be.
    public indirect enum ValueType: Sendable {
        case text
        case truth
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case choice([String])
        /// The path of a file that must exist.
        case file
        /// The paths of files that must exist, one or a list; names may have `*`, `?` and `[`.
        case files
        /// The path of a file or folder that need not exist yet.
        case path
        /// A name of the document's `models`.
        case model
        /// A Jinja expression over a record's fields.
        case expression
        case list(ValueType)
        /// Named values of one type, such as field names to expressions.
        case named(ValueType)
        /// An object with known keys.
        case object([StageKey])
        case either([ValueType])
        case any
    }

    /// The key.
    public let name: String
    /// What its value may be.
    public let type: ValueType
    /// Whether a document must give it.
    public let isRequired: Bool
    /// What holds where it is not given.
    public let defaultValue: JSON?
    /// What it is for, in a sentence.
    public let summary: String

    /// A key that may be left out.
    public static func optional(
        _ name: String, _ type: ValueType, default value: JSON? = nil, _ summary: String
    ) -> StageKey {
        StageKey(
            name: name, type: type, isRequired: false, defaultValue: value, summary: summary)
    }

    /// A key that a document must give.
    public static func required(_ name: String, _ type: ValueType, _ summary: String) -> StageKey {
        StageKey(name: name, type: type, isRequired: true, defaultValue: nil, summary: summary)
    }
}

extension StageKey.ValueType {
    /// What is expected, in the words of a message.
    var expectation: String {
        switch self {
        case .text: "a string"
        case .truth: "true or false"
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
        case .files: "a path, or a list of paths"
        case .model: "the name of a model"
        case .expression: "a Jinja expression"
        case .list(let element): "a list, each \(element.expectation)"
        case .named(let element): "an object of names, each \(element.expectation)"
        case .object(let keys): "an object with " + keys.map(\.name).joined(separator: ", ")
        case .either(let types): types.map(\.expectation).joined(separator: ", or ")
        case .any: "any value"
        }
    }

    /// Whether `value` has this type's form; files and names are looked up elsewhere.
    func accepts(_ value: JSON) -> Bool {
        switch self {
        case .text, .file, .path, .model, .expression: value.string != nil
        case .files:
            value.string != nil
                || value.array.map { !$0.isEmpty && $0.allSatisfy { $0.string != nil } } ?? false
        case .truth: value.bool != nil
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

    /// The JSON Schema of this type.
    var schema: JSONObject {
        switch self {
        case .text, .model, .expression: ["type": "string"]
        case .truth: ["type": "boolean"]
        case .integer(let range):
            bounded(
                "integer", .integer(range.lowerBound),
                range.upperBound == .max ? nil : .integer(range.upperBound))
        case .number(let range):
            bounded(
                "number", .double(range.lowerBound),
                range.upperBound == .infinity ? nil : .double(range.upperBound))
        case .choice(let names): ["enum": .array(names.map(JSON.string))]
        case .file, .path: ["type": "string", "format": "uri-reference"]
        case .files:
            [
                "anyOf": [
                    ["type": "string"],
                    ["type": "array", "items": ["type": "string"], "minItems": 1],
                ]
            ]
        case .list(let element): ["type": "array", "items": .object(element.schema)]
        case .named(let element):
            ["type": "object", "additionalProperties": .object(element.schema)]
        case .object(let keys): StageKey.schema(of: keys)
        case .either(let types): ["anyOf": .array(types.map { .object($0.schema) })]
        case .any: [:]
        }
    }

    private func bounded(_ type: JSON, _ minimum: JSON, _ maximum: JSON?) -> JSONObject {
        var schema: JSONObject = ["type": type, "minimum": minimum]
        if let maximum { schema["maximum"] = maximum }
        return schema
    }
}

extension StageKey {
    /// The JSON Schema of an object with these keys and no others, of a stage if `type` is given.
    static func schema(of keys: [StageKey], type: String? = nil) -> JSONObject {
        var properties = JSONObject()
        if let type { properties["type"] = ["const": .string(type)] }
        for key in keys {
            var schema: JSONObject = ["description": .string(key.summary)]
            schema = schema.merging(key.type.schema)
            if let value = key.defaultValue { schema["default"] = value }
            properties[key.name] = .object(schema)
        }
        let required = (type == nil ? [] : ["type"]) + keys.filter(\.isRequired).map(\.name)
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(required.map(JSON.string)), "additionalProperties": false,
        ]
    }
}
