import JSON
public import Jinja
public import Text

extension Tokenizer {
    /// Returns the tokenizer with the tokens that a chat template writes after an assistant's
    /// answer among those that end a reply, whether or not a file of the checkpoint says so.
    ///
    /// That is the token that closes the turn, or else the one that opens the next.
    public func knowingTurnEnds(of template: ChatTemplate) -> Tokenizer {
        let answer = "answer5807"
        var messages: [JSON] = [turn("user", "question"), turn("assistant", answer)]
        var tokenizer = self
        for _ in 0..<2 {
            if let end = token(after: answer, in: messages, template) {
                tokenizer = tokenizer.ending(at: end)
            }
            messages.append(turn("user", "question"))
        }
        return tokenizer
    }

    private func turn(_ role: String, _ content: String) -> JSON {
        ["role": .string(role), "content": .string(content)]
    }

    /// The added token that stands behind `answer`, with nothing but white space between.
    private func token(
        after answer: String, in messages: [JSON], _ template: ChatTemplate
    ) -> Int32? {
        // Templates may refuse such conversations.
        guard
            let text = try? template.render(messages: messages, addGenerationPrompt: false),
            let found = text.range(of: answer)
        else { return nil }
        // White space that the vocabulary lacks would be an unknown token, which is not white space.
        let rest = text[found.upperBound...].drop(while: \.isWhitespace)
        let ids = encode(String(rest), addSpecialTokens: false)
        let first = ids.first { id in
            decode([id]).contains { !$0.isWhitespace } || isAdded(id)
        }
        guard let first, isAdded(first), let written = token(first),
            written.contains(where: { !$0.isWhitespace && $0 != "\u{2581}" })
        else { return nil }
        return first
    }
}
