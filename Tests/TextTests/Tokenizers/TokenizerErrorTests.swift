import Hashing
import JSON
import TestSupport
import Testing

@testable import Text

/// Files that are no tokenizers, or once were.
@Suite struct TokenizerErrorTests {
    /// A byte-level tokenizer of four tokens; every broken one below differs in one place.
    private static func tiny(_ changes: KeyValuePairs<String, String> = [:]) throws -> JSON {
        var sections = [
            "added_tokens": #"[{"id": 4, "content": "<s>", "special": true}]"#,
            "normalizer": "null",
            "pre_tokenizer":
                #"{"type": "ByteLevel", "add_prefix_space": false, "use_regex": true}"#,
            "post_processor": "null",
            "decoder": #"{"type": "ByteLevel"}"#,
            "model":
                #"{"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "Ġ": 3}, "merges": ["a b"]}"#,
        ]
        for (key, value) in changes { sections[key] = value }
        let text = sections.sorted { $0.key < $1.key }.map { "\"\($0)\": \($1)" }
        return try JSON(parsing: "{" + text.joined(separator: ", ") + "}")
    }

    @Test func `the tiny tokenizer works`() throws {
        let tokenizer = try Tokenizer(tokenizerJSON: Self.tiny())
        #expect(tokenizer.encode("abba ab<s>a", addSpecialTokens: false) == [2, 1, 0, 3, 2, 4, 0])
        #expect(tokenizer.decode([2, 3, 0, 4]) == "ab a<s>")
        #expect(tokenizer.vocabularySize == 5)
    }

    @Test(arguments: [
        (
            "model", "null",
            "'model' is not what a tokenizer needs\n  Found nothing, expected a value."
        ),
        ("model", #"{"type": "WordPiece", "vocab": {}}"#, "'model.type' asks for 'WordPiece'"),
        ("model", #"{"type": "BPE", "vocab": {"a": -1}, "merges": []}"#, "'model.vocab.a'"),
        (
            "model", #"{"type": "BPE", "vocab": {"a": 99999999999}, "merges": []}"#,
            "'model.vocab.a'"
        ),
        ("model", #"{"type": "BPE", "vocab": {"a": 0}, "merges": ["a c"]}"#, "'model.merges.0'"),
        ("model", #"{"type": "BPE", "vocab": {"a": 0}, "merges": [["a"]]}"#, "'model.merges.0'"),
        ("model", #"{"type": "BPE", "vocab": {"a": 0}}"#, "'model.merges'"),
        ("model", #"{"type": "Unigram", "vocab": [["a"]]}"#, "'model.vocab.0'"),
        ("model", #"{"type": "Unigram", "vocab": [["a", 0.5]], "unk_id": 3}"#, "'model.vocab'"),
        ("pre_tokenizer", #"{"type": "Bert"}"#, "'pre_tokenizer.type' asks for 'Bert'"),
        (
            "pre_tokenizer",
            #"{"type": "Split", "pattern": {"Regex": "(a"}, "behavior": "Isolated"}"#,
            "'pre_tokenizer.pattern.Regex'"
        ),
        ("normalizer", #"{"type": "Precompiled", "precompiled_charsmap": "AAAA"}"#, "double array"),
        ("normalizer", #"{"type": "Precompiled", "precompiled_charsmap": "-"}"#, "base64"),
        ("decoder", #"{"type": "CTC"}"#, "'decoder.type' asks for 'CTC'"),
        ("post_processor", #"{"type": "TemplateProcessing"}"#, "'post_processor.single'"),
        (
            "post_processor", #"{"type": "BertProcessing", "cls": ["a", 0], "sep": ["b", 9]}"#,
            "'post_processor'"
        ),
        ("added_tokens", #"[{"id": -4, "content": "x"}]"#, "'added_tokens.0.id'"),
        ("added_tokens", #"[{"id": 9999999, "content": "x"}]"#, "'added_tokens.0.id'"),
    ])
    func `a broken tokenizer json is an error that names the place`(
        section: String,
        value: String,
        message: String
    ) throws {
        let json = try Self.tiny([section: value])
        let error = #expect(throws: TokenizerError.self) { try Tokenizer(tokenizerJSON: json) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test func `an error reads as written`() {
        let error = #expect(throws: TokenizerError.self) {
            try Tokenizer(ggufMetadata: [
                "tokenizer.ggml.tokens": ["a"], "tokenizer.ggml.model": "rwkv",
            ])
        }
        #expect(
            error?.description == """
                GGUF metadata: 'tokenizer.ggml.model' asks for 'rwkv', which synthgen does not have
                  Known: gpt2, llama, t5.
                  help: use a checkpoint whose tokenizer is byte-level BPE or SentencePiece
                """
        )
    }

    @Test(
        arguments: [
            ("tokenizer.ggml.tokens", JSON.null), ("tokenizer.ggml.tokens", []),
            ("tokenizer.ggml.tokens", [1]), ("tokenizer.ggml.token_type", [1]),
            ("tokenizer.ggml.token_type", [9, 1, 1]), ("tokenizer.ggml.merges", ["a"]),
            ("tokenizer.ggml.merges", ["a c"]), ("tokenizer.ggml.merges", 3),
            ("tokenizer.ggml.pre", "unheard-of"), ("tokenizer.ggml.model", "t5"),
            ("tokenizer.ggml.bos_token_id", "x"),
        ] as [(String, JSON)]
    )
    func `broken GGUF metadata is an error that names the key`(key: String, value: JSON) throws {
        var metadata: JSONObject = [
            "tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "gpt-2",
            "tokenizer.ggml.tokens": ["a", "b", "ab"], "tokenizer.ggml.merges": ["a b"],
        ]
        #expect(try Tokenizer(ggufMetadata: metadata).encode("ab", addSpecialTokens: true) == [2])
        metadata[key] = value
        #expect(throws: TokenizerError.self) { try Tokenizer(ggufMetadata: metadata) }
    }

    @Test func `a folder without a tokenizer is an error`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: TokenizerError.noTokenizer(folder: folder.path)) {
            try Tokenizer(folder: folder.url)
        }
        try folder.write("tokenizer.json", "{")
        let error = #expect(throws: TokenizerError.self) { try Tokenizer(folder: folder.url) }
        #expect(error?.description.contains("tokenizer.json: cannot be read: line 1") == true)
    }

    @Test(arguments: TokenizerFixture.all.filter { $0.format == .model })
    func `a cut or damaged SentencePiece model never crashes`(fixture: TokenizerFixture) throws {
        let bytes = try Fixtures.bytes("tokenizers/\(fixture.testDescription)")
        var generator = SplitMix64(seed: 23)
        for length in [0, 1, 2, 3, 5, 17, 100, 1000, bytes.count / 2, bytes.count - 1] {
            #expect(throws: TokenizerError.self) {
                try Tokenizer(sentencePieceModel: Array(bytes.prefix(length)))
            }
        }
        for _ in 0..<12 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                damaged[Int.random(in: damaged.indices, using: &generator)] = UInt8.random(
                    in: 0...255,
                    using: &generator
                )
            }
            guard let tokenizer = try? Tokenizer(sentencePieceModel: damaged) else { continue }
            for _ in 0..<20 {
                let ids = tokenizer.encode(generator.text(), addSpecialTokens: true)
                _ = tokenizer.decodeIncrementally(ids)
            }
        }
    }

    @Test func `random bytes are not a character map, or a harmless one`() {
        var generator = SplitMix64(seed: 29)
        for _ in 0..<400 {
            let units = Int.random(in: 1...64, using: &generator)
            var bytes = (0..<units * 4 + 40).map { _ in UInt8.random(in: 0...255, using: &generator)
            }
            bytes = [UInt8(units * 4 & 255), UInt8(units * 4 >> 8), 0, 0] + bytes + [0]
            guard let map = try? CharacterMap(bytes) else { continue }
            let normalizer = Normalizer.sequence([
                .graphemeMap(map), .sentencePiece(SentencePieceNormalizer(characterMap: map)),
            ])
            _ = normalizer.normalize(Array(generator.text().utf8))
        }
    }
}
