import PythonStrings

/// Follows one text through a grammar, token by token, and makes it end within a token limit.
public struct GrammarMatcher: Sendable {
    private let grammar: TokenGrammar
    private var stacks: Stacks
    private var tops: [Stacks.Top]
    /// Tokens that may still be written.
    public private(set) var remaining: Int

    /// Starts at the beginning of a text.
    ///
    /// - Throws: ``GrammarError/tooFewTokens(needed:allowed:)``.
    public init(_ grammar: TokenGrammar, maxTokens: Int) throws(GrammarError) {
        guard grammar.fewestTokens <= maxTokens else {
            throw .tooFewTokens(needed: grammar.fewestTokens, allowed: maxTokens)
        }
        self.grammar = grammar
        stacks = Stacks(grammar.automaton)
        tops = stacks.start()
        remaining = maxTokens
    }

    /// Whether the text may end here.
    public var mayEnd: Bool { tops.contains { $0.state == Stacks.done } }

    /// Whether nothing may follow.
    public var mustEnd: Bool { tops.allSatisfy { $0.state == Stacks.done } || remaining == 0 }

    /// Consumes a token. Returns false if the grammar does not allow it; nothing can follow then.
    @discardableResult
    public mutating func advance(_ token: Int32) -> Bool {
        var path = tops
        for byte in grammar.trie.text(of: token) {
            let range = path.indices
            stacks.step(byte, &path, range)
            path.removeSubrange(range)
        }
        let isText = !grammar.trie.text(of: token).isEmpty
        tops = isText ? path : []
        remaining = max(0, remaining - 1)
        return !tops.isEmpty
    }

    /// Sets the bits of the tokens that may come next and clears all others; returns false if none may.
    ///
    /// When tokens run low, only those are left from which the text can be ended in time.
    public func mask(into words: UnsafeMutableBufferPointer<UInt64>) -> Bool {
        let needed = stacks.cost(tops, tops.indices)
        var mask = grammar.mask(tops, stacks)
        let spare = remaining - 1 - Int(needed)
        if spare < 0 {
            mask = GrammarMask(tops, stacks, grammar.trie, most: Int32(max(0, remaining - 1)))
        }
        let common = min(words.count, mask.words.count)
        for index in 0..<common { words[index] = mask.words[index] }
        for index in common..<words.count { words[index] = 0 }
        guard spare >= 0 else { return !mask.isEmpty }
        for (token, more) in mask.rising {
            if Int(more) <= spare { break }
            words[Int(token) >> 6] &= ~(1 << UInt64(token & 63))
        }
        return words.contains { $0 != 0 }
    }
}
