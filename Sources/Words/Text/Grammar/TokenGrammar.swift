public import JSON
import Synchronization

/// A grammar in a vocabulary's tokens: says which may come next, and remembers it by state.
///
/// Made once for a schema and a tokenizer, and used by any number of texts at a time.
public final class TokenGrammar: Sendable {
    /// How many tokens are enough for the shortest text.
    public let fewestTokens: Int
    let automaton: FlatAutomaton
    let trie: TokenTrie
    private let masks = Mutex<[[Int32]: GrammarMask]>([:])

    /// Masks kept: about 6 kB each for a vocabulary of 50,000.
    private static let mostMasks = 512

    /// Texts that a JSON Schema describes.
    ///
    /// - Throws: ``GrammarError`` if a keyword is not known, or nothing fits.
    public convenience init(schema: JSON, trie: TokenTrie) throws(GrammarError) {
        do throws(GrammarError) {
            try self.init(SchemaCompiler.automaton(of: schema), trie)
        } catch .unspeakable {
            // Whether it is the schema's fault rather than the tokenizer's.
            try Self.check(schema)
            throw .unspeakable
        }
    }

    /// One of some texts.
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

    /// The mask for stacks, computed unless it is remembered.
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
        // Every byte a token: what cannot be spelled here cannot be spelled at all.
        let trie = TokenTrie((0...255).map { [UInt8($0)] })
        let automaton = FlatAutomaton(try SchemaCompiler.automaton(of: schema), trie)
        guard automaton.cost(automaton.start, 0) < SpellingCosts.never else {
            throw .nothingFits(path: "#")
        }
        try automaton.checkDepth()
    }
}
