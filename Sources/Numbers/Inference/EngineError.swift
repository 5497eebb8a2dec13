/// Why a request was not answered.
public enum EngineError: Error, Equatable, Sendable {
    /// A prompt without tokens.
    case emptyPrompt
    /// The prompt has more tokens than the model's context.
    case promptExceedsContext(tokens: Int, context: Int)
    /// The prompt has more tokens than the whole key/value cache.
    case promptExceedsCache(tokens: Int, cacheTokens: Int)
    /// A token id that the model does not have.
    case unknownToken(token: Int32, vocabularySize: Int)
    /// A position that is not in the sequence.
    case badPosition(position: Int, tokens: Int)
    /// A sampling parameter out of range.
    case badSampling(key: String, found: String, expected: String)
    /// Engine options that cannot work.
    case badOption(key: String, found: Int, expected: String)
    /// A request's constraint allows no token, not even the end.
    case constraintAllowsNothing(tokens: Int)
    /// The engine was shut down before the request was answered.
    case stopped
}

extension EngineError: CustomStringConvertible {
    /// What was found, what was expected, what to do next.
    public var description: String {
        switch self {
        case .emptyPrompt:
            """
            the prompt has no tokens
              help: give at least one, e.g. the model's beginning-of-text token
            """
        case .promptExceedsContext(let tokens, let context):
            """
            the prompt has \(tokens) tokens, the model's context is \(context)
              help: shorten the prompt, or use a model with a longer context
            """
        case .promptExceedsCache(let tokens, let cacheTokens):
            """
            the prompt has \(tokens) tokens, the key/value cache holds \(cacheTokens)
              help: raise "cacheTokens" to at least \(tokens + 1), or shorten the prompt
            """
        case .unknownToken(let token, let vocabularySize):
            """
            token id \(token) is not in the model's vocabulary
              Expected: 0 to \(vocabularySize - 1).
              help: use the tokenizer that belongs to this model
            """
        case .badPosition(let position, let tokens):
            """
            position \(position) is not in the sequence of \(tokens) tokens
              help: positions count from 0
            """
        case .badSampling(let key, let found, let expected):
            """
            "\(key)" is \(found), expected \(expected)
              help: change it in the stage's "sampling"
            """
        case .badOption(let key, let found, let expected):
            """
            "\(key)" is \(found), expected \(expected)
              help: change it, or leave it out
            """
        case .constraintAllowsNothing(let tokens):
            """
            after \(tokens) tokens the reply's constraint allows none of the model's tokens
              help: check that constraint and model use the same tokenizer
            """
        case .stopped:
            """
            the engine was shut down before the request was answered
              help: run again; what was finished is kept
            """
        }
    }
}
