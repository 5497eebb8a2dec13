import Foundation
public import JSON

/// A tokenizer in Hugging Face's files.
public struct TokenizerFiles: Sendable {
    /// `tokenizer.json`.
    public let tokenizer: JSONObject
    /// `tokenizer_config.json`: special tokens, and the chat template if there is one.
    public let config: JSONObject

    /// The files of the tokenizer in a GGUF file's metadata.
    ///
    /// Both give the same ids. Where SentencePiece merges pieces of equal scores, the order is that
    /// of transformers' own converter.
    /// - Throws: ``TokenizerError`` as for reading the metadata.
    public init(ggufMetadata metadata: JSONObject) throws {
        let vocabulary = try GGUFVocabulary(metadata)
        let parts = try vocabulary.parts()
        tokenizer = try vocabulary.document(parts)
        config = try vocabulary.tokenizerConfig()
    }
}

extension GGUFVocabulary {
    /// `tokenizer_config.json`.
    fileprivate func tokenizerConfig() throws -> JSONObject {
        var config: JSONObject = ["tokenizer_class": "PreTrainedTokenizerFast"]
        for (key, name) in [
            ("bos", "bos"), ("eos", "eos"), ("unknown", "unk"), ("padding", "pad"),
        ] {
            guard let id = try id("\(key)_token_id") else { continue }
            config["\(name)_token"] = .string(text(tokens[Int(id)]))
        }
        config["clean_up_tokenization_spaces"] = false
        if let length = metadata.pairs.first(where: { $0.0.hasSuffix(".context_length") })?.1 {
            config["model_max_length"] = length
        }
        if let chatTemplate { config["chat_template"] = .string(chatTemplate) }
        return config
    }

    /// `tokenizer.json`, of the parts that the metadata was read into.
    fileprivate func document(_ parts: Tokenizer.Parts) throws -> JSONObject {
        let added = parts.pipeline.addedTokens.tokens.sorted { $0.id < $1.id }
        var spelling = tokens
        for token in added { spelling[Int(token.id)] = token.content }
        let body: JSONObject =
            switch try Self.required("model", metadata).string() {
            case "gpt2": try bytePairBody(spelling)
            case "llama": try sentencePieceBody(spelling)
            default: try unigramBody(spelling)
            }
        var document: JSONObject = [
            "version": "1.0", "truncation": nil, "padding": nil,
            "added_tokens": .array(
                added.map { token in
                    [
                        "id": .integer(Int(token.id)), "content": .string(text(token.content)),
                        "single_word": false, "lstrip": false, "rstrip": false,
                        "normalized": false,
                        "special": .bool(parts.specialTokens.contains(token.id)),
                    ]
                }),
        ]
        for (key, value) in body.pairs where key != "model" { document[key] = value }
        document["post_processor"] =
            frame(parts.pipeline) ?? document["post_processor"] ?? .null
        document["model"] = body["model"]
        return document
    }

    /// The special tokens around a text.
    private func frame(_ pipeline: Tokenizer.Pipeline) -> JSON? {
        let ids = pipeline.prefix + pipeline.suffix
        guard !ids.isEmpty else { return nil }
        func sequence(_ name: String, type: Int) -> [JSON] {
            func special(_ id: Int32) -> JSON {
                let token = JSON.string(text(tokens[Int(id)]))
                return ["SpecialToken": ["id": token, "type_id": .integer(type)]]
            }
            return pipeline.prefix.map(special)
                + [["Sequence": ["id": .string(name), "type_id": .integer(type)]]]
                + pipeline.suffix.map(special)
        }
        let special = ids.map { id in
            let token = text(tokens[Int(id)])
            let facts: JSON = [
                "id": .string(token), "ids": [.integer(Int(id))], "tokens": [.string(token)],
            ]
            return (token, facts)
        }
        return [
            "type": "TemplateProcessing", "single": .array(sequence("A", type: 0)),
            "pair": .array(sequence("A", type: 0) + sequence("B", type: 1)),
            "special_tokens": .object(JSONObject(special)),
        ]
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Ids by token; of several tokens of one text the first counts.
    private func vocabulary(_ spelling: [[UInt8]]) -> JSON {
        var seen: Set<[UInt8]> = []
        let pairs = spelling.enumerated().compactMap { id, token in
            seen.insert(token).inserted ? (text(token), JSON.integer(id)) : nil
        }
        return .object(JSONObject(pairs))
    }

    private func model(_ vocabulary: JSON, merges: JSON, _ options: JSONObject) -> JSON {
        var model: JSONObject = [
            "type": "BPE", "dropout": nil, "unk_token": nil, "continuing_subword_prefix": nil,
            "end_of_word_suffix": nil, "fuse_unk": false, "byte_fallback": false,
            "ignore_merges": false,
        ]
        for (key, value) in options.pairs { model[key] = value }
        model["vocab"] = vocabulary
        model["merges"] = merges
        return .object(model)
    }

    // MARK: Byte-level BPE

    private func bytePairBody(_ spelling: [[UInt8]]) throws -> JSONObject {
        let kind = try GGUFPreTokenizer(setting("pre"), source: "GGUF metadata")
        let merges = try Self.required("merges", metadata).value
        return [
            "normalizer": kind.normalizer == nil ? nil : ["type": "NFC"],
            "pre_tokenizer": kind.document,
            "post_processor": GGUFPreTokenizer.byteLevel(splits: true, trims: false),
            "decoder": GGUFPreTokenizer.byteLevel(splits: true),
            "model": model(
                vocabulary(spelling), merges: merges,
                ["ignore_merges": .bool(kind.ignoresMerges)]),
        ]
    }

    // MARK: SentencePiece

    private static let space: JSON = "\u{2581}"

    private func sentencePieceBody(_ spelling: [[UInt8]]) throws -> JSONObject {
        let pieces = try sentencePieceVocabulary(.bytePair)
        let prefixes = pieces.normalizer.addsDummyPrefix
        let replace: JSON = [
            "type": "Replace", "pattern": ["String": " "], "content": Self.space,
        ]
        let normalizers: [JSON] =
            (prefixes ? [["type": "Prepend", "prepend": Self.space]] : []) + [replace]
        let decoders: [JSON] =
            [
                ["type": "Replace", "pattern": ["String": Self.space], "content": " "],
                ["type": "ByteFallback"], ["type": "Fuse"],
            ] + (prefixes ? [["type": "Strip", "content": " ", "start": 1, "stop": 0]] : [])
        let unknown = pieces.ids(.unknown).first.map { text(tokens[Int($0)]) }
        return [
            "normalizer": ["type": "Sequence", "normalizers": .array(normalizers)],
            "pre_tokenizer": nil,
            "decoder": ["type": "Sequence", "decoders": .array(decoders)],
            "model": model(
                vocabulary(spelling), merges: .array(merges(of: pieces)),
                [
                    "unk_token": unknown.map(JSON.string) ?? .null, "fuse_unk": true,
                    "byte_fallback": .bool(pieces.fallsBackToBytes),
                ]),
        ]
    }

    /// The merges that SentencePiece's scores stand for: every cut of a piece into two pieces, the
    /// best score first, and of equal ones the longest parts, as transformers' converter orders them.
    private func merges(of vocabulary: SentencePieceVocabulary) -> [JSON] {
        struct Merge {
            let left: String
            let right: String
            let score: Float
            let lengths: (Int, Int)
            let number: Int
        }
        let reachable = vocabulary.ids(.normal)
        var ids: [String: Int32] = [:]
        for id in reachable where ids[text(tokens[Int(id)])] == nil {
            ids[text(tokens[Int(id)])] = id
        }
        var merges: [Merge] = []
        for id in reachable {
            let piece = Array(text(tokens[Int(id)]).unicodeScalars)
            guard piece.count > 1, tokens[Int(id)].count <= SentencePieceVocabulary.longestPiece
            else { continue }
            func part(_ range: Range<Int>) -> String {
                var view = String.UnicodeScalarView()
                view.append(contentsOf: piece[range])
                return String(view)
            }
            var cuts: [(left: String, right: String, ids: (Int32, Int32), length: Int)] = []
            for cut in 1..<piece.count {
                let (left, right) = (part(0..<cut), part(cut..<piece.count))
                guard let first = ids[left], let second = ids[right] else { continue }
                cuts.append((left, right, (first, second), cut))
            }
            for cut in cuts.sorted(by: { $0.ids < $1.ids }) {
                merges.append(
                    Merge(
                        left: cut.left, right: cut.right,
                        score: vocabulary.pieces[Int(id)].score,
                        lengths: (cut.length, piece.count - cut.length), number: merges.count))
            }
        }
        merges.sort { first, second in
            if first.score != second.score { return first.score > second.score }
            if first.lengths != second.lengths { return first.lengths > second.lengths }
            return first.number < second.number
        }
        return merges.map { [.string($0.left), .string($0.right)] }
    }

    private func unigramBody(_ spelling: [[UInt8]]) throws -> JSONObject {
        let pieces = try sentencePieceVocabulary(.unigram)
        var normalizers: [JSON] = []
        if let map = setting("precompiled_charsmap"), pieces.normalizer.characterMap != nil {
            let bytes = map.value.array?.compactMap(\.integer).map(UInt8.init(truncatingIfNeeded:))
            let base64 = bytes.map { Data($0).base64EncodedString() } ?? map.value.string ?? ""
            normalizers.append(["type": "Precompiled", "precompiled_charsmap": .string(base64)])
        }
        if pieces.normalizer.removesExtraSpaces {
            normalizers += [
                ["type": "Strip", "strip_left": false, "strip_right": true],
                ["type": "Replace", "pattern": ["Regex": " {2,}"], "content": Self.space],
            ]
        }
        let metaspace: JSON = [
            "type": "Metaspace", "replacement": Self.space,
            "prepend_scheme": pieces.normalizer.addsDummyPrefix ? "always" : "never",
            "split": false,
        ]
        let fallback: [JSON] = pieces.fallsBackToBytes ? [["type": "ByteFallback"]] : []
        let scored = zip(spelling, pieces.pieces).map { token, piece -> JSON in
            [.string(text(token)), .double(Double(piece.score))]
        }
        return [
            "normalizer": normalizers.isEmpty
                ? nil : ["type": "Sequence", "normalizers": .array(normalizers)],
            "pre_tokenizer": metaspace,
            "decoder": ["type": "Sequence", "decoders": .array(fallback + [metaspace])],
            "model": [
                "type": "Unigram", "unk_id": .integer(Int(pieces.ids(.unknown).first ?? 0)),
                "vocab": .array(scored), "byte_fallback": .bool(pieces.fallsBackToBytes),
            ],
        ]
    }
}

extension GGUFPreTokenizer {
    /// The steps as `pre_tokenizer` of a `tokenizer.json`.
    fileprivate var document: JSON {
        func split(_ regex: String) -> JSON {
            [
                "type": "Split", "pattern": ["Regex": .string(regex)], "behavior": "Isolated",
                "invert": false,
            ]
        }
        func sequence(_ steps: [JSON], splits: Bool) -> JSON {
            [
                "type": "Sequence",
                "pretokenizers": .array(steps + [Self.byteLevel(prefix: false, splits: splits)]),
            ]
        }
        switch self {
        case .gpt2: return Self.byteLevel(prefix: false, splits: true)
        case .digitsThenGPT2:
            return sequence([["type": "Digits", "individual_digits": true]], splits: true)
        case .llama3: return sequence([split(WordPattern.llama3.rawValue)], splits: false)
        case .qwen2: return sequence([split(WordPattern.qwen2.rawValue)], splits: false)
        case .standard: return sequence(Self.standardPatterns.map(split), splits: false)
        }
    }

    /// The step that maps bytes to characters, and splits as GPT-2 does if `splits`.
    fileprivate static func byteLevel(
        prefix: Bool = true, splits: Bool, trims: Bool = true
    ) -> JSON {
        [
            "type": "ByteLevel", "add_prefix_space": .bool(prefix), "trim_offsets": .bool(trims),
            "use_regex": .bool(splits),
        ]
    }
}
