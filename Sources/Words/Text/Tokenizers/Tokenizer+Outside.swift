/// Encoding text of which parts come from outside.
extension Tokenizer {
    /// Returns the ids of `text`, in which only the program's own parts may spell control tokens.
    ///
    /// A text whose parts from outside spell none gets the ids that ``encode(_:addSpecialTokens:parseSpecialTokens:)``
    /// gives it, whatever its parts.
    ///
    /// - Parameters:
    ///   - outside: The parts from outside, in bytes of UTF-8: ascending and disjoint.
    ///   - tokens: The tokens that those parts must not become.
    public func encode(
        _ text: String, outside: [Range<Int>], never tokens: ControlTokens
    ) -> [Int32] {
        encode(text, addSpecialTokens: false, outside: OutsideText(outside, tokens: tokens))
    }

    /// Whether a part of `text` from outside spells a control token, or a part of one.
    ///
    /// Only then does ``encode(_:outside:never:)`` give other ids than if nothing were from outside.
    public func spells(
        _ tokens: ControlTokens, in text: String, outside: [Range<Int>]
    ) -> Bool {
        guard !outside.isEmpty else { return false }
        guard tokens.haveOneSpelling else {
            return encode(text, outside: outside, never: tokens)
                != encode(text, addSpecialTokens: false)
        }
        var text = text
        return text.withUTF8 {
            tokens.spelled.isSpelled(in: $0, touching: OutsideText(outside, tokens: tokens))
        }
    }

    /// The control tokens of a chat format: special tokens, those that end a turn, and those with
    /// which a template writes its turns.
    ///
    /// Some checkpoints do not call the last ones special. Of a template's tokens only those count
    /// that look like marks (`<|user|>`, `[INST]`), not words, spaces and line feeds.
    ///
    /// - Parameter conversations: Conversations as a template writes them.
    public func controlTokens(of conversations: [String]) -> ControlTokens {
        let added = pipeline.addedTokens.tokens + pipeline.normalizedTokens.tokens
        let special = added.filter { isSpecial($0.id) || endOfTurnTokens.contains($0.id) }
        let others = added.filter { !isSpecial($0.id) && $0.isMark }
        let written = Set(
            conversations.flatMap { encode($0, addSpecialTokens: false) })
        let tokens = special + others.filter { written.contains($0.id) }
        let listed = Set(tokens.map(\.id))
        // A vocabulary may have a special token that it lists nowhere as an added one.
        let unlisted = specialTokens.union(endOfTurnTokens).subtracting(listed).compactMap { id in
            vocabulary[id].map { AddedToken(id: id, content: Array($0)) }
        }
        let raw = Set(pipeline.addedTokens.tokens.map(\.id))
        let isUnigram = if case .unigram = pipeline.model { true } else { false }
        return ControlTokens(
            (tokens + unlisted).map {
                AddedToken(id: $0.id, content: vocabulary[$0.id].map { Array($0) } ?? $0.content)
            }, unknown: pipeline.model.unknownToken,
            haveOneSpelling: !isUnigram && unlisted.isEmpty && listed.isSubset(of: raw))
    }
}

extension AddedToken {
    /// Whether the token has the look of a mark: no letter, digit or space at either end, a letter
    /// between.
    fileprivate var isMark: Bool {
        let text = String(decoding: content, as: UTF8.self)
        func isEdge(_ character: Character?) -> Bool {
            guard let character else { return false }
            return !character.isLetter && !character.isNumber && !character.isWhitespace
        }
        return isEdge(text.first) && isEdge(text.last) && text.contains(where: \.isLetter)
    }
}
