public import JSON

/// What a reply must be: one of several texts, or JSON of a schema.
public enum AnswerConstraint: Sendable, Equatable {
    /// One of these texts and nothing else.
    case choices([String])
    /// JSON that is valid by this JSON Schema.
    case schema(JSON)

    /// The constraint as it stands in the keys of remembered calls.
    public var json: JSON {
        switch self {
        case .choices(let texts): ["choices": .array(texts.map(JSON.string))]
        case .schema(let schema): ["schema": schema]
        }
    }

    /// Checks that a reply can meet the constraint; schemas are checked where grammars are made.
    /// - Throws: ``ChatError/badConstraint(_:)`` if there are no choices, or one is
    ///   empty or there twice.
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
