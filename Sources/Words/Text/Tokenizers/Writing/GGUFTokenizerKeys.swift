public import Foundation
public import JSON

/// A folder's tokenizer as a GGUF file's metadata.
public struct GGUFTokenizerKeys: Sendable {
    /// `tokenizer.ggml.*` and `tokenizer.chat_template`, in the order of llama.cpp's converter.
    public private(set) var keys: JSONObject = [:]

    private var tokens: [[UInt8]] = []
    private var kinds: [SentencePieceVocabulary.Kind] = []
    private var scores: [Double]?
    private var merges: JSON?

    /// Reads `tokenizer.json`, or `tokenizer.model` where that says more, and `tokenizer_config.json`.
    ///
    /// - Parameter vocabularySize: Rows of the embedding; ids without a token get a name that no text
    ///   becomes.
    /// - Throws: ``TokenizerError`` for a tokenizer that GGUF cannot hold.
    public init(folder: URL, vocabularySize: Int) throws {
        let tokenizer = try Tokenizer(folder: folder)
        let json = try Tokenizer.json(folder, "tokenizer.json")
        let config = try Tokenizer.json(folder, "tokenizer_config.json")
        let model = try Tokenizer.file(folder, "tokenizer.model")
        let document = try json.map {
            try TokenizerDocument(SettingsReader($0, source: "tokenizer.json"))
        }
        var bytePair: GGUFPreTokenizer?
        if let json, let document {
            bytePair = try Self.preTokenizer(SettingsReader(json, source: "tokenizer.json"))
            tokens = document.vocabulary.tokens
            kinds = Array(repeating: .normal, count: tokens.count)
        }
        if let bytePair, let json {
            keys["tokenizer.ggml.model"] = "gpt2"
            keys["tokenizer.ggml.pre"] = .string(bytePair.name)
            merges = .array((json["model"]?["merges"]?.array ?? []).map(Self.written))
        } else if let model {
            try readPieces(SentencePieceFile(model).vocabulary)
        } else if let json, json["model"]?["byte_fallback"] == true {
            keys["tokenizer.ggml.model"] = "llama"
            keys["tokenizer.ggml.pre"] = "default"
            scoreByMerges(json)
        } else {
            throw TokenizerError.unsupported(
                source: "tokenizer.json", location: "model", found: "this model of tokens",
                known: ["byte-level BPE", "SentencePiece BPE"])
        }
        for token in document?.addedTokens ?? [] {
            grow(to: Int(token.id) + 1)
            tokens[Int(token.id)] = token.content
            kinds[Int(token.id)] =
                kinds[Int(token.id)] == .unknown
                ? .unknown : token.isSpecial ? .control : .userDefined
        }
        grow(to: max(vocabularySize, tokens.count))
        addLists()
        addSpecial(tokenizer, config)
    }

    private mutating func grow(to count: Int) {
        while tokens.count < count {
            tokens.append([])
            kinds.append(.unused)
            scores?.append(-1000)
        }
        for id in tokens.indices where tokens[id].isEmpty {
            (tokens[id], kinds[id]) = (Array("[PAD\(id)]".utf8), .unused)
        }
    }

    // MARK: Byte-level BPE

    /// The file's way to split words, of those that GGUF has names for; nil if the model does not
    /// work on bytes.
    private static func preTokenizer(_ settings: SettingsReader) throws -> GGUFPreTokenizer? {
        guard let section = settings["pre_tokenizer"] else { return nil }
        let (steps, mapsBytes) = try PreTokenizer.steps(section)
        guard mapsBytes else { return nil }
        let ignores = try settings["model"]?.bool("ignore_merges", or: false) ?? false
        guard let found = GGUFPreTokenizer(steps), found.ignoresMerges == ignores else {
            throw TokenizerError.unsupported(
                source: settings.source, location: "pre_tokenizer", found: "these steps",
                known: ["those of GPT-2, SmolLM, Llama 3 and Qwen2"])
        }
        return found
    }

    /// A merge as GGUF has it: both tokens in one text.
    private static func written(_ merge: JSON) -> JSON {
        guard let pair = merge.array?.compactMap(\.string), pair.count == 2 else { return merge }
        return .string(pair[0] + " " + pair[1])
    }

    // MARK: SentencePiece

    private mutating func readPieces(_ pieces: SentencePieceVocabulary) throws {
        keys["tokenizer.ggml.model"] = pieces.model == .unigram ? "t5" : "llama"
        keys["tokenizer.ggml.pre"] = "default"
        keys["tokenizer.ggml.add_space_prefix"] = .bool(pieces.normalizer.addsDummyPrefix)
        keys["tokenizer.ggml.remove_extra_whitespaces"] =
            .bool(pieces.normalizer.removesExtraSpaces)
        guard pieces.normalizer.characterMap == nil else {
            throw TokenizerError.unsupported(
                source: "tokenizer.model", location: "normalizer_spec", found: "a character map",
                known: ["no character map"])
        }
        tokens = pieces.pieces.map(\.bytes)
        kinds = pieces.pieces.map(\.kind)
        scores = pieces.pieces.map { Double($0.score) }
    }

    /// Scores that make SentencePiece merge in the order of the listed merges.
    private mutating func scoreByMerges(_ json: JSON) {
        var ranks: [[UInt8]: Int] = [:]
        for (rank, merge) in (json["model"]?["merges"]?.array ?? []).enumerated() {
            let pair = merge.array?.compactMap(\.string).joined() ?? merge.string?.joinedHalves
            if let pair, ranks[Array(pair.utf8)] == nil { ranks[Array(pair.utf8)] = rank }
        }
        scores = tokens.map { token in ranks[token].map { -Double($0) } ?? -1_000_000 }
        let unknown = json["model"]?["unk_token"]?.string.map { Array($0.utf8) }
        for id in tokens.indices {
            if UnknownText.byte(of: tokens[id][...]) != nil { kinds[id] = .byte }
            if tokens[id] == unknown { kinds[id] = .unknown }
        }
        let normalizers = json["normalizer"]?["normalizers"]?.array ?? []
        let prepends = normalizers.contains { $0["type"]?.string == "Prepend" }
        keys["tokenizer.ggml.add_space_prefix"] = .bool(prepends)
    }

    // MARK: Keys

    private mutating func addLists() {
        keys["tokenizer.ggml.tokens"] = .array(
            tokens.map { .string(String(decoding: $0, as: UTF8.self)) })
        if let scores { keys["tokenizer.ggml.scores"] = .array(scores.map(JSON.double)) }
        keys["tokenizer.ggml.token_type"] = .array(kinds.map { .integer($0.rawValue) })
        if let merges { keys["tokenizer.ggml.merges"] = merges }
    }

    private mutating func addSpecial(_ tokenizer: Tokenizer, _ config: JSON?) {
        for (key, name) in [
            ("bos", "bos"), ("eos", "eos"), ("unknown", "unk"), ("padding", "pad"),
        ] {
            let setting = config?["\(name)_token"]
            guard let token = setting?.string ?? setting?["content"]?.string,
                let id = tokenizer.id(of: token)
            else { continue }
            keys["tokenizer.ggml.\(key)_token_id"] = .integer(Int(id))
        }
        let frame = tokenizer.encode("", addSpecialTokens: true)
        keys["tokenizer.ggml.add_bos_token"] =
            .bool(tokenizer.bosToken.map { frame.first == $0 } ?? false)
        keys["tokenizer.ggml.add_eos_token"] =
            .bool(frame.count > 0 && tokenizer.eosToken.map { frame.last == $0 } ?? false)
        if let template = tokenizer.chatTemplate {
            keys["tokenizer.chat_template"] = .string(template)
        }
    }
}

extension String {
    /// The text of a merge without the space between its halves.
    fileprivate var joinedHalves: String {
        guard let space = dropFirst().firstIndex(of: " ") else { return self }
        return String(self[..<space]) + String(self[index(after: space)...])
    }
}
