/// A token that is found in the text as a whole, before anything else looks at it.
struct AddedToken: Sendable {
    let id: Int32
    let content: [UInt8]
    var isSpecial = false
    /// Whether spaces before (after) the token belong to it.
    var takesSpaceBefore = false
    var takesSpaceAfter = false
    /// Whether the token counts only where no word character touches it.
    var isSingleWord = false
    /// Whether it is looked for in the normalised text rather than the raw one.
    var isNormalized = false
}

/// Cuts a text at its added tokens: leftmost first, and of those that begin together the longest.
struct AddedTokens: Sendable {
    /// A stretch of the text: an added token if `id` is there, otherwise plain.
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

    /// The whole text in order, without empty stretches.
    ///
    /// With `specialAsText`, special tokens stay inside plain stretches; as in the reference, they
    /// still hide what overlaps them.
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
    /// Where the white space that ends at `index` begins.
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
