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

    private let tokens: [AddedToken]
    private let trie: ByteTrie

    init(_ tokens: [AddedToken]) {
        self.tokens = tokens
        trie = ByteTrie(tokens.enumerated().map { ($1.content, Int32($0)) })
    }

    /// Returns segments that cover the whole text in order; none is empty.
    ///
    /// With `specialAsText`, special tokens stay inside plain segments. As in the reference, they
    /// still suppress matches that overlap them.
    func segments(of text: ByteBuffer, specialAsText: Bool) -> [Segment] {
        var segments: [Segment] = []
        var plainStart = 0
        var index = 0
        while index < text.count, !trie.isEmpty {
            guard trie.child(of: ByteTrie.root, by: text[index]) >= 0,
                let match = trie.longestMatch(in: text, at: index)
            else {
                index += 1
                continue
            }
            let token = tokens[Int(match.value)]
            let start = index
            index = match.end
            if token.isSpecial, specialAsText { continue }
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
        if plainStart < text.count {
            segments.append(Segment(range: plainStart..<text.count, id: nil))
        }
        return segments
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
