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

    /// - Throws: ``ChatError/badConstraint(_:)`` if nothing could meet it.
    public func validate() throws {
        guard case .choices(let texts) = self else { return }
        guard !texts.isEmpty else { throw ChatError.badConstraint("there are no choices") }
        var seen: Set<[UInt8]> = []
        for text in texts {
            guard !text.isEmpty else { throw ChatError.badConstraint("a choice is empty") }
            guard seen.insert(Array(text.utf8)).inserted else {
                throw ChatError.badConstraint("the choice \"\(text)\" is there twice")
            }
        }
    }
}
