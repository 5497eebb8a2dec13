public import JSON

/// A document's value for a setting that takes a path or the text itself.
public enum TextSource: Sendable, Equatable {
    /// A string: the path of a file that is there, else the text.
    case either(String)
    /// `{"text": …}`: the text, whether or not a file has that name.
    case text(String)
    /// `{"file": …}`: the path of a file that must exist.
    case file(String)

    /// Key of the object form that gives a text.
    static let textKey = "text"
    /// Key of the object form that names a file.
    static let fileKey = "file"

    /// Reads a string, or an object with one of the two keys; nil for other JSON.
    public init?(_ json: JSON) {
        switch json {
        case .string(let value): self = .either(value)
        case .object(let object):
            guard object.count == 1, let member = object.members.first,
                let value = member.value.string
            else { return nil }
            switch member.key {
            case Self.textKey: self = .text(value)
            case Self.fileKey: self = .file(value)
            default: return nil
            }
        default: return nil
        }
    }

    /// The JSON that reads as this value.
    public var json: JSON {
        switch self {
        case .either(let value): .string(value)
        case .text(let value): [Self.textKey: .string(value)]
        case .file(let value): [Self.fileKey: .string(value)]
        }
    }

    /// JSON Schema of the three forms. The keywords for members say nothing of a string.
    static let schema: JSONObject = [
        "type": ["string", "object"],
        "properties": [
            Self.textKey: ["type": "string", "description": "The text itself."],
            Self.fileKey: [
                "type": "string", "format": "uri-reference", "description": "The file's path.",
            ],
        ],
        "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
    ]
}
