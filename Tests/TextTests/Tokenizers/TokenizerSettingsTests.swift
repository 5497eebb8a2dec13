import JSON
import TestSupport
import Testing

@testable import Text

/// Settings that no fixture uses, each by a tokenizer small enough to reckon by hand.
@Suite struct TokenizerSettingsTests {
    /// A character-level tokenizer whose tokens are the given ones, with ids in order.
    private static func characters(
        _ tokens: String...,
        settings: JSONObject = [:],
        model: JSONObject = [:]
    ) throws -> Tokenizer {
        var vocabulary = JSONObject()
        for (id, token) in tokens.enumerated() { vocabulary[token] = .integer(id) }
        let section: JSONObject = ["type": "BPE", "vocab": .object(vocabulary), "merges": []]
        var document: JSONObject = ["decoder": ["type": "Fuse"]]
        document["model"] = .object(section.merging(model))
        return try Tokenizer(tokenizerJSON: .object(document.merging(settings)))
    }

    private static func added(_ content: String, _ id: Int, _ more: JSONObject = [:]) -> JSON {
        .object((["id": .integer(id), "content": .string(content)] as JSONObject).merging(more))
    }

    /// As `tokenizers.normalizers.StripAccents` does: marks of every kind, not nonspacing ones only.
    @Test(arguments: ["\u{301}", "\u{903}", "\u{20DD}"])
    func `stripped accents are all marks`(mark: String) throws {
        let tokenizer = try Self.characters(
            "a", "b", settings: ["normalizer": ["type": "StripAccents"]])
        #expect(tokenizer.encode("a\(mark)b", addSpecialTokens: false) == [0, 1])
    }

    @Test func `added tokens take the spaces that they ask for`() throws {
        let tokenizer = try Self.characters(
            "a",
            " ",
            settings: [
                "added_tokens": [
                    Self.added("<l>", 2, ["lstrip": true]), Self.added("<r>", 3, ["rstrip": true]),
                ]
            ]
        )
        #expect(tokenizer.encode("a  <l> a", addSpecialTokens: false) == [0, 2, 1, 0])
        #expect(tokenizer.encode("a <r>\u{2003} a", addSpecialTokens: false) == [0, 1, 3, 0])
        #expect(tokenizer.encode("<r>  <l>", addSpecialTokens: false) == [3, 2])
    }

    @Test func `a single-word token is not found inside a word`() throws {
        let tokenizer = try Self.characters(
            "a",
            "b",
            " ",
            settings: ["added_tokens": [Self.added("ab", 3, ["single_word": true])]]
        )
        #expect(tokenizer.encode("ab aab ab", addSpecialTokens: false) == [3, 2, 0, 0, 1, 2, 3])
    }

    @Test func `of added tokens that begin together the longest is found`() throws {
        let tokenizer = try Self.characters(
            "x",
            settings: ["added_tokens": [Self.added("<a>", 1), Self.added("<a><b>", 2)]]
        )
        #expect(tokenizer.encode("<a>x<a><b>", addSpecialTokens: false) == [1, 0, 2])
    }

    @Test func `normalized added tokens are looked for in normalised text`() throws {
        let tokenizer = try Self.characters(
            "x",
            settings: [
                "normalizer": ["type": "Lowercase"],
                "added_tokens": [Self.added("<A>", 1, ["normalized": true])],
            ]
        )
        #expect(tokenizer.encode("X<a><A>", addSpecialTokens: false) == [0, 1, 1])
    }

    @Test func `unknown characters fuse only if asked to`() throws {
        for (fuses, expected) in [(true, [1, 0, 1]), (false, [1, 1, 0, 1])] as [(Bool, [Int32])] {
            let tokenizer = try Self.characters(
                "a",
                "<unk>",
                model: ["unk_token": "<unk>", "fuse_unk": .bool(fuses)]
            )
            #expect(tokenizer.encode("xyaz", addSpecialTokens: false) == expected)
        }
    }

    @Test(arguments: [
        ("Removed", ["ab", "c"]), ("Isolated", ["ab", "-", "-", "c"]),
        ("MergedWithPrevious", ["ab-", "-", "c"]), ("MergedWithNext", ["ab", "-", "-c"]),
        ("Contiguous", ["ab", "--", "c"]),
    ])
    func `a split pattern's behaviours`(name: String, expected: [String]) throws {
        var pieces = Pieces(Array("ab--c".utf8))
        let behavior = try #require(SplitBehavior(rawValue: name))
        pieces.split(at: .literal([UInt8(ascii: "-")]), behavior)
        var found: [String] = []
        pieces.forEach { found.append(String(decoding: $0, as: UTF8.self)) }
        #expect(found == expected)
    }

    @Test(arguments: [("first", "▁a▁b<s>c"), ("always", "▁a▁b<s>▁c"), ("never", "a▁b<s>c")])
    func `metaspace prefixes the first, every or no part`(scheme: String, expected: String) throws {
        let tokenizer = try Self.characters(
            "▁",
            "a",
            "b",
            "c",
            settings: [
                "pre_tokenizer": [
                    "type": "Metaspace", "replacement": "▁", "prepend_scheme": .string(scheme),
                ],
                "added_tokens": [Self.added("<s>", 4)],
            ]
        )
        let ids = tokenizer.encode("a b<s>c", addSpecialTokens: false)
        #expect(ids.compactMap { tokenizer.token($0) }.joined() == expected)
    }

    @Test func `a decoder chain holds back what it may yet strip`() throws {
        let tokenizer = try Self.characters(
            "▁",
            "a",
            "<0xC3>",
            "<0xA9>",
            settings: [
                "decoder": [
                    "type": "Sequence",
                    "decoders": [
                        ["type": "Replace", "pattern": ["String": "▁"], "content": " "],
                        ["type": "ByteFallback"], ["type": "Fuse"],
                        ["type": "Strip", "content": " ", "start": 1, "stop": 1],
                    ],
                ]
            ]
        )
        #expect(tokenizer.decode([0, 1, 0, 0]) == "a ")
        #expect(tokenizer.decode([0, 0, 2, 3, 0, 1]) == " é a")
        #expect(tokenizer.decode([0]) == "")
        var decoder = tokenizer.incrementalDecoder()
        let parts = [0, 1, 0, 2, 3, 1].map { decoder.append($0) } + [decoder.finish()]
        #expect(parts.joined() == "a éa")
        #expect(!parts.joined().contains("\u{FFFD}"))
    }

    @Test func `an incremental decoder never gives half a character`() throws {
        let tokenizer = try Self.bytes(of: "🙂é")
        var decoder = tokenizer.incrementalDecoder()
        let parts = tokenizer.encode("🙂é", addSpecialTokens: false).map { decoder.append($0) }
        #expect(parts == ["", "", "", "🙂", "", "é"])
        #expect(decoder.append(0) == "")
        #expect(decoder.finish() == "\u{FFFD}")
    }

    /// A byte-level tokenizer that knows the bytes of `text`, in order.
    private static func bytes(of text: String) throws -> Tokenizer {
        var vocabulary = JSONObject()
        for (id, byte) in text.utf8.enumerated() {
            vocabulary[String(decoding: ByteAlphabet.token(of: byte), as: UTF8.self)] = .integer(id)
        }
        return try Tokenizer(tokenizerJSON: [
            "model": ["type": "BPE", "vocab": .object(vocabulary), "merges": []],
            "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false],
            "decoder": ["type": "ByteLevel"],
        ])
    }

    @Test func `long words merge as short ones do`() throws {
        let merges: JSON = ["a a", "aa aa", "aaaa aaaa", "b aa"]
        let tokenizer = try Self.characters(
            "a",
            "b",
            "aa",
            "aaaa",
            "aaaaaaaa",
            "baa",
            model: ["merges": merges]
        )
        let unit = "aaaaaaaab"
        let short = tokenizer.encode(unit, addSpecialTokens: false)
        #expect(short == [4, 1])
        // Left to right: each b but the first is followed by eight a's that merged first.
        let long = tokenizer.encode(String(repeating: unit, count: 40), addSpecialTokens: false)
        #expect(long == Array(repeatElement(short, count: 40).joined()))
    }

    @Test func `SentencePiece merges through unused pieces and takes them apart again`() {
        var vocabulary = SentencePieceVocabulary()
        vocabulary.model = .bytePair
        vocabulary.normalizer.addsDummyPrefix = false
        let pieces: [(String, Float, SentencePieceVocabulary.Kind)] = [
            ("<unk>", 0, .unknown), ("ab", -1, .unused), ("abc", -2, .normal), ("a", -3, .normal),
            ("b", -4, .normal), ("xy", -5, .normal),
        ]
        vocabulary.pieces = pieces.map { .init(bytes: Array($0.0.utf8), score: $0.1, kind: $0.2) }
        let model = vocabulary.makeBytePairModel()
        func ids(_ text: String) -> [Int32] {
            var ids: [Int32] = []
            model.encode(Pieces(Array(text.utf8)), into: &ids)
            return ids
        }
        #expect(ids("ab") == [3, 4])
        // c, x and y are no pieces, but occur in some.
        #expect(ids("abc") == [2])
        #expect(ids("xy") == [5])
        #expect(ids("xcya") == [0, 3])
    }

    @Test func `a folder's config names bos, eos, chat template and more ends`() throws {
        let folder = try TemporaryFolder()
        let files = [
            "tokenizer.json": """
            {"added_tokens": [{"id": 1, "content": "<s>", "special": true},
              {"id": 2, "content": "</end>", "special": true},
              {"id": 3, "content": "<|im_end|>", "special": true}],
             "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}
            """,
            "tokenizer_config.json": """
            {"bos_token": "<s>", "eos_token": {"content": "</end>"},
             "chat_template": [{"name": "tools", "template": "T"}, {"name": "default", "template": "D"}]}
            """,
            "generation_config.json": #"{"eos_token_id": [0, 2, 77]}"#,
        ]
        for (name, text) in files { try folder.write(name, text) }
        let tokenizer = try Tokenizer(folder: folder.url)
        #expect(tokenizer.bosToken == 1)
        #expect(tokenizer.eosToken == 2)
        #expect(tokenizer.endOfTurnTokens == [0, 2, 3])
        #expect(tokenizer.chatTemplate == "D")
        try folder.write("chat_template.jinja", "J")
        #expect(try Tokenizer(folder: folder.url).chatTemplate == "J")
    }
}
