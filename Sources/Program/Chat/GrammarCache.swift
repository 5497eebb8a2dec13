import JSON
import Synchronization
import Text

/// The grammars of a model's tokenizer, each made once.
final class GrammarCache: Sendable {
    private struct State {
        var trie: TokenTrie?
        var grammars: [String: TokenGrammar] = [:]
    }

    private let tokenizer: Tokenizer
    private let state = Mutex(State())

    /// Grammars kept; records may bring any number of schemas.
    private static let mostGrammars = 64

    init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    /// The grammar of a schema.
    func grammar(of schema: JSON) throws -> TokenGrammar {
        let key = schema.text
        return try state.withLock { state in
            if let grammar = state.grammars[key] { return grammar }
            let trie = state.trie ?? TokenTrie(tokenizer)
            state.trie = trie
            let grammar = try TokenGrammar(schema: schema, trie: trie)
            if state.grammars.count >= Self.mostGrammars { state.grammars.removeAll() }
            state.grammars[key] = grammar
            return grammar
        }
    }
}
