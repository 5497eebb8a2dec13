/// A token that is matched in the text as a whole, before the pre-tokenizer and the model run.
struct AddedToken: Sendable {
    let id: Int32
    let content: [UInt8]
    var isSpecial = false
    /// Whether white space before the token belongs to it (`lstrip`).
    var takesSpaceBefore = false
    /// Whether white space after the token belongs to it (`rstrip`).
    var takesSpaceAfter = false
    /// Whether the token matches only where no word character (`\w`) stands next to it.
    var isSingleWord = false
    /// Whether the token is matched in the normalised text rather than the raw one.
    var isNormalized = false
}

/// Splits a text at its added tokens by leftmost-longest match.
struct AddedTokens: Sendable {
    /// A range of the text: an added token if `id` is set, otherwise plain text.
    struct Segment {
        let range: Range<Int>
        let id: Int32?
    }

    let tokens: [AddedToken]
    private let trie: ByteTrie
    private let ids: Set<Int32>

    init(_ tokens: [AddedToken]) {
        self.tokens = tokens
        ids = Set(tokens.map(\.id))
        trie = ByteTrie(tokens.enumerated().map { ($1.content, Int32($0)) })
    }

    func contains(_ id: Int32) -> Bool { ids.contains(id) }

    /// Returns segments that cover the whole text in order; none is empty.
    ///
    /// What `outside` forbids stays inside plain segments. As in the reference, a special token
    /// that is kept as text still suppresses matches that overlap it; but never one of the
    /// program's own tokens.
    func segments(
        of text: ByteBuffer, in range: Range<Int>? = nil, outside: OutsideText? = nil
    ) -> [Segment] {
        let range = range ?? 0..<text.count
        var segments: [Segment] = []
        var plainStart = range.lowerBound
        var index = range.lowerBound
        while index < range.upperBound, !trie.isEmpty {
            guard trie.child(of: ByteTrie.root, by: text[index]) >= 0,
                var match = trie.longestMatch(in: text, at: index), match.end <= range.upperBound
            else {
                index += 1
                continue
            }
            let start = index
            if let outside, outside.forbids(tokens[Int(match.value)].id, at: start..<match.end) {
                let isAllOutside = outside.covers(start..<match.end)
                guard !isAllOutside, let other = permitted(in: text, at: start, by: outside) else {
                    index = isAllOutside ? match.end : index + 1
                    continue
                }
                match = other
            }
            let token = tokens[Int(match.value)]
            index = match.end
            if token.isSingleWord, text.touchesWord(start..<match.end) { continue }
            // White space that the token before has taken is not taken again.
            let from =
                token.takesSpaceBefore ? max(text.startOfSpace(before: start), plainStart) : start
            if token.takesSpaceAfter {
                index = CharacterClasses.table.endOfRun(.space, in: text, from: index)
            }
            if plainStart < from { segments.append(Segment(range: plainStart..<from, id: nil)) }
            segments.append(Segment(range: from..<index, id: token.id))
            plainStart = index
        }
        if plainStart < range.upperBound {
            segments.append(Segment(range: plainStart..<range.upperBound, id: nil))
        }
        return segments
    }

    /// The longest match at `start` that `outside` does not forbid.
    private func permitted(
        in text: ByteBuffer, at start: Int, by outside: OutsideText
    ) -> (value: Int32, end: Int)? {
        trie.matches(in: text, at: start).last {
            !outside.forbids(tokens[Int($0.value)].id, at: start..<$0.end)
        }
    }

    /// Whether text from outside is part of a token's spelling.
    func isSpelled(in text: ByteBuffer, touching outside: OutsideText) -> Bool {
        text.indices.contains { start in
            trie.child(of: ByteTrie.root, by: text[start]) >= 0
                && trie.matches(in: text, at: start).contains { outside.touches(start..<$0.end) }
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Returns the start of the white space that ends at `index`.
    fileprivate func startOfSpace(before index: Int) -> Int {
        var start = index
        while start > 0 {
            let previous = startOfCharacter(before: start)
            guard CharacterClasses.table.character(at: previous, of: self).class == .space else {
                break
            }
            start = previous
        }
        return start
    }

    /// Whether a word character (`\w`) stands right before or right after `range`.
    fileprivate func touchesWord(_ range: Range<Int>) -> Bool {
        let before = range.lowerBound > 0 && isWord(at: startOfCharacter(before: range.lowerBound))
        return before || (range.upperBound < count && isWord(at: range.upperBound))
    }

    private func isWord(at index: Int) -> Bool {
        guard let properties = Unicode.Scalar(scalar(at: index).value)?.properties else {
            return false
        }
        switch properties.generalCategory {
        case .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark:
            return true
        default: return properties.isAlphabetic || properties.isJoinControl
        }
    }
}
