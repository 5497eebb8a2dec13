import Checkpoints
import Foundation
import JSON
import TestSupport
import Testing

@testable import Text

/// The real SmolLM2 vocabulary, if the model was fetched, against `tokenizers` and llama.cpp.
@Suite(
    .enabled(
        if: RealModel.isHere && Fixtures.has("real_smollm2/tokenize.jsonl"),
        "SmolLM2-135M-Instruct is not in the cache"
    )
)
struct SmolLM2TokenizerTests {
    @Test func `the real vocabulary gives the reference's ids and texts`() throws {
        let tokenizer = try SmolLM2.tokenizer()
        for line in try Fixtures.jsonLines("real_smollm2/tokenize.jsonl") {
            let text = try #require(line["text"]?.string)
            let ids = try #require(line["ids"]?.ids)
            #expect(
                tokenizer.encode(text, addSpecialTokens: false) == ids,
                "\(text.debugDescription)"
            )
            let asText = tokenizer.encode(text, addSpecialTokens: false, parseSpecialTokens: false)
            #expect(asText == line["ids_special_as_text"]?.ids ?? ids, "\(text.debugDescription)")
            let decoded = tokenizer.decode(ids)
            #expect(isSame(decoded, line["decoded"]?.string))
            #expect(isSame(tokenizer.decodeIncrementally(ids), decoded))
        }
    }

    @Test func `its special tokens and chat template are known`() throws {
        let tokenizer = try SmolLM2.tokenizer()
        #expect(tokenizer.vocabularySize == 49152)
        #expect(tokenizer.id(of: "<|im_start|>") == 1)
        #expect(tokenizer.eosToken == 2)
        #expect(tokenizer.endOfTurnTokens == [0, 2])
        #expect(tokenizer.isSpecial(2))
        #expect(!tokenizer.isSpecial(1000))
        #expect(tokenizer.chatTemplate?.contains("<|im_start|>") == true)
    }
}

private enum SmolLM2 {
    static func tokenizer() throws -> Tokenizer {
        try Tokenizer(ggufMetadata: GGUFFile(url: RealModel.url).metadata)
    }
}
