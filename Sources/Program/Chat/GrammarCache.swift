import JSON
import Synchronization
import Text

/// The grammars of the schemas that a model was asked to meet, each made once.
final class GrammarCache: Sendable {
    private struct State {
        var trie: TokenTrie?
        var grammars: [String: TokenGrammar] = [:]
    }

    private let makeTrie: @Sendable () -> TokenTrie
    private let state = Mutex(State())

    /// The most grammars in the cache. Records may bring any number of schemas, so it has a limit.
    private static let mostGrammars = 64

    /// The trie is made with the first grammar.
    init(_ makeTrie: @escaping @Sendable () -> TokenTrie) { self.makeTrie = makeTrie }

    /// The grammar of a schema, from the cache or made now.
    func grammar(of schema: JSON) throws -> TokenGrammar {
        let key = schema.text
        return try state.withLock { state in
            if let grammar = state.grammars[key] { return grammar }
            let trie = state.trie ?? makeTrie()
            state.trie = trie
            let grammar = try TokenGrammar(schema: schema, trie: trie)
            if state.grammars.count >= Self.mostGrammars { state.grammars.removeAll() }
            state.grammars[key] = grammar
            return grammar
        }
    }
}
