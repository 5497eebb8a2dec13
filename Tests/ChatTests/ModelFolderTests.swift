import Chat
import Checkpoints
import Foundation
import JSON
import Models
import TestSupport
import Testing
import Text

@Suite(.enabled(if: TinyModel.isAvailable, "no small Llama in the fixtures"))
struct ModelFolderTests {
    private func json(_ folder: URL, _ name: String) throws -> JSON {
        try JSON(parsing: Array(Data(contentsOf: folder.appending(path: name))))
    }

    @Test func `a written folder has the source's tokenizer and ends at the end of a turn`()
        throws
    {
        let folder = try TemporaryFolder()
        let model = try TinyModel(in: folder.appending(path: "model"))
        let url = folder.appending(path: "written")
        try ModelFolder(Decoder(url: model.url), at: model.url, as: .bf16).write(to: url)
        for name in ["tokenizer.json", "tokenizer_config.json"] {
            #expect(
                try Data(contentsOf: url.appending(path: name))
                    == Data(contentsOf: model.url.appending(path: name)))
        }
        #expect(try json(url, "generation_config.json")["eos_token_id"] == 2)
        let config = try json(url, "config.json")
        #expect((config["torch_dtype"] ?? config["dtype"])?.string == "bfloat16")
        #expect(try Tokenizer(folder: url).endOfTurnTokens == [2])
    }

    @Test(.enabled(if: RealModel.isHere, "needs SmolLM2: synthgen models pull"))
    func `the real model's folder has its ids, its template and its ends`() throws {
        let decoder = try Decoder(url: RealModel.url)
        let folder = try ModelFolder(decoder, at: RealModel.url, as: .bf16)
        let written = try Tokenizer(
            tokenizerJSON: JSON(parsing: try #require(folder.files["tokenizer.json"])),
            config: JSON(parsing: try #require(folder.files["tokenizer_config.json"])))
        for line in try Fixtures.jsonLines("real_smollm2/tokenize.jsonl") {
            let text = try #require(line["text"]?.string)
            let ids = (line["ids"]?.array ?? []).compactMap(\.integer).map { Int32($0) }
            #expect(written.encode(text, addSpecialTokens: false) == ids)
        }
        let original = try Tokenizer(ggufMetadata: try #require(decoder.checkpoint.ggufMetadata))
        #expect(written.chatTemplate == original.chatTemplate)
        let settings = try JSON(parsing: try #require(folder.files["generation_config.json"]))
        #expect(settings["eos_token_id"]?.array?.first == 2)
    }
}
