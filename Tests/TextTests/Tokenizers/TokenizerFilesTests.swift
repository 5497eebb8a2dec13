import Checkpoints
import Foundation
import JSON
import TestSupport
import Testing

@testable import Text

/// `tokenizer.json` made of a GGUF file's vocabulary, against what made the fixtures.
@Suite struct TokenizerFilesTests {
    private static let names = Fixtures.folders(in: "tokenizers").filter {
        Fixtures.has("tokenizers/\($0)/vocab.gguf")
    }

    private func written(_ name: String) throws -> Tokenizer {
        let file = try GGUFFile(url: Fixtures.url("tokenizers/\(name)/vocab.gguf"))
        let files = try TokenizerFiles(ggufMetadata: file.metadata)
        // Through text, as from a folder.
        let json = try JSON(parsing: JSON.object(files.tokenizer).encoded())
        return try Tokenizer(tokenizerJSON: json, config: .object(files.config))
    }

    @Test(arguments: names)
    func `a tokenizer that was written gives the ids of Hugging Face's own`(name: String) throws {
        let tokenizer = try written(name)
        // Its user-defined pieces are added tokens in the GGUF file, and none in the fixture's JSON.
        guard name != "spm_unigram_bytefallback" else { return }
        for line in try Fixtures.jsonLines("tokenizers/\(name)/golden.jsonl") {
            let text = try #require(line["text"]?.string)
            let expected = line["hf_ids"]?.ids ?? line["ids"]?.ids
            let ids = tokenizer.encode(text, addSpecialTokens: false)
            #expect(ids == expected, "\(text.debugDescription)")
        }
    }

    @Test(arguments: names)
    func `a tokenizer that was written frames and decodes as the file's`(name: String) throws {
        let tokenizer = try written(name)
        let file = try GGUFFile(url: Fixtures.url("tokenizers/\(name)/vocab.gguf"))
        let original = try Tokenizer(ggufMetadata: file.metadata)
        #expect(tokenizer.vocabularySize == original.vocabularySize)
        #expect(tokenizer.bosToken == original.bosToken)
        #expect(tokenizer.eosToken == original.eosToken)
        #expect(tokenizer.endOfTurnTokens == original.endOfTurnTokens)
        #expect(
            tokenizer.encode("", addSpecialTokens: true)
                == original.encode("", addSpecialTokens: true))
        for line in try Fixtures.jsonLines("tokenizers/\(name)/golden.jsonl") {
            let ids = line["hf_ids"]?.ids ?? line["ids"]?.ids ?? []
            guard let expected = line["hf_decoded"]?.string ?? line["decoded"]?.string else {
                continue
            }
            #expect(tokenizer.decode(ids) == expected)
        }
    }
}
