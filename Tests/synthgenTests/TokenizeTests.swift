import Foundation
import TestSupport
import Testing

@Suite struct `The tokenize command` {
    private func ids(_ arguments: String...) async throws -> String {
        let workshop = try Workshop()
        try FileManager.default.createDirectory(
            at: workshop.folder.appending(path: "model"), withIntermediateDirectories: true)
        try workshop.write(
            "model/tokenizer.json",
            """
            {"version": "1.0", "added_tokens": [
              {"id": 4, "content": "<e>", "special": true, "single_word": false, "lstrip": false,
               "rstrip": false, "normalized": false}],
             "normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false,
               "trim_offsets": true, "use_regex": true},
             "decoder": {"type": "ByteLevel"}, "post_processor": null,
             "model": {"type": "BPE", "vocab": {"<": 0, "e": 1, ">": 2, "a": 3}, "merges": []}}
            """)
        try workshop.write("model/config.json", #"{"model_type": "llama"}"#)
        try workshop.write("texts.jsonl", #"{"text": "a<e>"}"# + "\n")
        let printed = try await workshop.run(
            ["tokenize", "--model", "model", "--input", "texts.jsonl"] + arguments)
        #expect(printed.errors == "")
        return printed.output
    }

    @Test func `has special tokens in a text, as other tokenizers do`() async throws {
        #expect(try await ids() == #"{"ids":[3,4]}"# + "\n")
    }

    @Test func `has the text of special tokens if asked, as chats do`() async throws {
        #expect(try await ids("--no-parse-special") == #"{"ids":[3,0,1,2]}"# + "\n")
    }
}
