import Foundation
import JSON
import TestSupport
import Testing

@testable import Text

/// Checkpoints whose chat tokens are not what their files call them.
@Suite struct `Chat tokens of foreign checkpoints` {
    private static let words = [
        "▁", "u", "s", "e", "r", "h", "i", "us", "er", "user", "▁user", "hi", "▁hi", "\n",
    ]
    private static let merges = ["us", "er", "user", "▁user", "hi", "▁hi"]

    /// A SentencePiece vocabulary in GGUF's form with an added token of this type.
    private func metadata(type: Int, token: String = "<|im_start|>", addsSpace: Bool = true)
        -> JSONObject
    {
        let tokens = ["<unk>", "<s>", "</s>"] + Self.words + [token, "<|im_end|>"]
        let scores = tokens.map { token -> Double in
            if let rank = Self.merges.firstIndex(of: token) { return -Double(rank) }
            return token.count > 4 ? -1_000 : -100
        }
        let types = [2, 3, 3] + Self.words.map { _ in 1 } + [type, 3]
        return [
            "tokenizer.ggml.model": "llama",
            "tokenizer.ggml.tokens": .array(tokens.map(JSON.string)),
            "tokenizer.ggml.scores": .array(scores.map(JSON.double)),
            "tokenizer.ggml.token_type": .array(types.map(JSON.integer)),
            "tokenizer.ggml.bos_token_id": 1, "tokenizer.ggml.eos_token_id": 18,
            "tokenizer.ggml.unknown_token_id": 0,
            "tokenizer.ggml.add_space_prefix": .bool(addsSpace),
            "tokenizer.chat_template": .string(
                "{% for m in messages %}\(token){{ m.role }}\n{{ m.content }}<|im_end|>{% endfor %}"
            ),
        ]
    }

    /// The ids that the `tokenizers` library gives of the same vocabulary as a tokenizer.json.
    @Test(arguments: [1, 3, 4, 5])
    func `split the text whatever type a GGUF gives them`(type: Int) throws {
        let tokenizer = try Tokenizer(ggufMetadata: metadata(type: type))
        func ids(_ text: String) -> [Int32] { tokenizer.encode(text, addSpecialTokens: false) }
        #expect(ids("user") == [13])
        #expect(ids("<|im_start|>user\nhi<|im_end|>\n") == [17, 13, 16, 14, 18, 3, 16])
        #expect(ids("<|im_end|>user") == [18, 13])
        #expect(ids("hi <|im_start|> user") == [15, 3, 17, 3, 13])
    }

    @Test func `an ordinary piece that the template writes stays one`() throws {
        let tokenizer = try Tokenizer(ggufMetadata: metadata(type: 1, token: "user"))
        #expect(tokenizer.encode("user", addSpecialTokens: false) == [13])
    }

    /// A folder with byte tokens and these two added ones, neither of them called special.
    private func folder(_ files: [String: String], special: Bool = false) throws -> TemporaryFolder
    {
        let kept = [33...126, 161...172, 174...255].flatMap { Array($0) }
        let others = (0...255).filter { !kept.contains($0) }
        let letters = (0...255).map { byte in
            kept.contains(byte) ? byte : 256 + (others.firstIndex(of: byte) ?? 0)
        }
        let vocabulary = JSONObject(
            letters.enumerated().map {
                (String(decoding: [UInt16($1)], as: UTF16.self), JSON.integer($0))
            })
        let added = ["<|user|>", "<|im_end|>"].enumerated().map { index, token -> JSON in
            ["id": .integer(256 + index), "content": .string(token), "special": .bool(special)]
        }
        let tokenizer: JSON = [
            "added_tokens": .array(added),
            "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false, "use_regex": false],
            "decoder": ["type": "ByteLevel"],
            "model": ["type": "BPE", "vocab": .object(vocabulary), "merges": []],
        ]
        let folder = try TemporaryFolder()
        try folder.write("tokenizer.json", tokenizer.text)
        for (name, text) in files { try folder.write(name, text) }
        return folder
    }

    @Test(
        arguments: [
            (["config.json": #"{"eos_token_id": [256, 300]}"#], [256, 257]),
            (["config.json": #"{"text_config": {"eos_token_id": 256}}"#], [256, 257]),
            (
                [
                    "config.json": #"{"eos_token_id": 65}"#,
                    "generation_config.json": #"{"eos_token_id": [256]}"#,
                ], [256, 257]
            ),
            (
                [
                    "config.json": #"{"eos_token_id": 256}"#,
                    "generation_config.json": #"{"eos_token_id": null}"#,
                ], [256, 257]
            ),
            (["tokenizer_config.json": #"{"eos_token": "<|user|>"}"#], [256, 257]), ([:], [257]),
        ] as [([String: String], Set<Int32>)])
    func `that end a turn are named in any file or by their text`(
        files: [String: String], ends: Set<Int32>
    ) throws {
        let folder = try folder(files)
        #expect(try Tokenizer(folder: folder.url).endOfTurnTokens == ends)
    }
}
