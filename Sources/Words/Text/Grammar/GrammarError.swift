/// Why texts cannot be constrained as asked.
public enum GrammarError: Error, Equatable, Sendable {
    /// A schema uses a keyword that has no meaning here; `path` leads to it from the schema's root.
    case unknownKeyword(path: String)
    /// A keyword's value is not what it must be.
    case badValue(path: String, found: String, expected: String)
    /// A known keyword is used in a way that is not supported.
    case unsupported(path: String, problem: String)
    /// The schema describes no finite value.
    case nothingFits(path: String)
    /// The grammar has more states than the limit.
    case tooLarge(path: String, states: Int)
    /// The tokenizer has no tokens for a required text.
    case unspeakable
    /// The shortest text needs more tokens than are allowed.
    case tooFewTokens(needed: Int, allowed: Int)
}

extension GrammarError: CustomStringConvertible {
    /// Where, what was found, what was expected, what to do next.
    public var description: String {
        switch self {
        case .unknownKeyword(let path):
            """
            the schema's keyword '\(path)' is not one that answers can be held to
              help: leave it out, and check it in a later stage; Pipelines/README.md lists what is known
            """
        case .badValue(let path, let found, let expected):
            "the schema's '\(path)' is \(found), expected \(expected)"
        case .unsupported(let path, let problem): "the schema's '\(path)' \(problem)"
        case .nothingFits(let path):
            """
            no finite value fits the schema at '\(path)'
              help: check for a reference to itself, or limits that exclude each other
            """
        case .tooLarge(let path, let states):
            """
            the schema's '\(path)' is too large: it needs more than \(states) states
              help: use shorter limits, or a simpler pattern
            """
        case .unspeakable:
            "the model's tokenizer has no tokens for a text that the schema demands"
        case .tooFewTokens(let needed, let allowed):
            """
            the shortest answer of the schema may take \(needed) tokens, there is room for \(allowed)
              help: raise "maxTokens", or shorten the prompt or the schema
            """
        }
    }
}
