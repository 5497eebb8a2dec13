public import JSON

/// What an answer must be, whatever the model would rather say.
public enum AnswerConstraint: Sendable, Equatable {
    /// One of these texts and nothing else.
    case choices([String])
    /// A text that parses as JSON and that this JSON Schema describes.
    case schema(JSON)

    /// The constraint, for keys under which answers are remembered.
    public var json: JSON {
        switch self {
        case .choices(let texts): ["choices": .array(texts.map(JSON.string))]
        case .schema(let schema): ["schema": schema]
        }
    }
}
