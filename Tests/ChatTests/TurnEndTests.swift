import Chat
import JSON
import Jinja
import Testing
import Text

@Suite struct `The ends of turns that only a chat template knows` {
    private func tokenizer() throws -> Tokenizer {
        let tokens = ["<unk>", "▁", "a", "<A>", "<B>"]
        return try Tokenizer(ggufMetadata: [
            "tokenizer.ggml.model": "llama", "tokenizer.ggml.unknown_token_id": 0,
            "tokenizer.ggml.tokens": .array(tokens.map(JSON.string)),
            "tokenizer.ggml.scores": .array(tokens.map { _ in 0 }),
            "tokenizer.ggml.token_type": [2, 1, 1, 3, 4],
        ])
    }

    @Test(
        arguments: [
            ("{% for m in messages %}<A>{{ m.content }}\n<B>\n{% endfor %}", [4]),
            // Nothing closes a turn: the next one's opening does.
            ("{% for m in messages %}<A>{{ m.content }}{% endfor %}", [3]),
            ("{% for m in messages %}{{ m.content }} a{% endfor %}", []),
            ("{{ raise_exception('never') }}", []),
        ] as [(String, Set<Int32>)])
    func `are the added tokens behind an answer`(template: String, ends: Set<Int32>) throws {
        let chat = try ChatTemplate(template, bosToken: nil, eosToken: nil)
        #expect(try tokenizer().knowingTurnEnds(of: chat).endOfTurnTokens == ends)
    }
}
