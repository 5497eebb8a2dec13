public import JSON
import Synchronization

/// A grammar over a vocabulary's tokens, with a cache of the masks of its states.
///
/// Made once for a schema and a tokenizer, and used by any number of texts at a time.
public final class TokenGrammar: Sendable {
    /// Tokens that suffice for the shortest text.
    public let fewestTokens: Int
    let automaton: FlatAutomaton
    let trie: TokenTrie
    private let masks = Mutex<[[Int32]: GrammarMask]>([:])

    /// Masks kept: about 6 kB each for a vocabulary of 50,000.
    private static let mostMasks = 512

    /// Makes the grammar of the JSON texts that a schema describes.
    ///
    /// - Throws: ``GrammarError`` if a keyword is not known, or nothing fits.
    public convenience init(schema: JSON, trie: TokenTrie) throws(GrammarError) {
        do throws(GrammarError) {
            try self.init(SchemaCompiler.automaton(of: schema), trie)
        } catch .unspeakable {
            // Tells an impossible schema from a tokenizer that lacks bytes.
            try Self.check(schema)
            throw .unspeakable
        }
    }

    /// Makes the grammar of a choice among texts.
    public convenience init(choices: [String], trie: TokenTrie) throws(GrammarError) {
        var automaton = Automaton()
        automaton.start = automaton.state()
        automaton.texts(choices.map { Array($0.utf8) }, from: automaton.start)
        try self.init(automaton, trie)
    }

    init(_ automaton: Automaton, _ trie: TokenTrie) throws(GrammarError) {
        self.automaton = FlatAutomaton(automaton, trie)
        self.trie = trie
        let cost = self.automaton.cost(automaton.start, 0)
        guard cost < SpellingCosts.never else { throw .unspeakable }
        fewestTokens = Int(cost)
        try self.automaton.checkDepth()
    }

    /// Returns the mask for `tops`, from the cache if it is there.
    func mask(_ tops: [Stacks.Top], _ stacks: Stacks) -> GrammarMask {
        let key = stacks.key(tops)
        if let mask = masks.withLock({ $0[key] }) { return mask }
        let mask = GrammarMask(tops, stacks, trie)
        masks.withLock { masks in
            if masks.count >= Self.mostMasks { masks.removeAll() }
            masks[key] = mask
        }
        return mask
    }
}

extension TokenGrammar {
    /// Checks a schema without a tokenizer.
    ///
    /// - Throws: ``GrammarError`` if a keyword is not known, or nothing fits.
    public static func check(_ schema: JSON) throws(GrammarError) {
        // Every byte is a token, so only the schema can make a text impossible.
        let trie = TokenTrie.ofBytes
        let automaton = FlatAutomaton(try SchemaCompiler.automaton(of: schema), trie)
        guard automaton.cost(automaton.start, 0) < SpellingCosts.never else {
            throw .nothingFits(path: "#")
        }
        try automaton.checkDepth()
    }
}
