import Hashing
public import JSON

extension Tokenizer {
    /// Makes the tokenizer in a GGUF file's metadata (`tokenizer.ggml.*`): byte-level BPE ("gpt2"),
    /// SentencePiece BPE ("llama") or unigram ("t5").
    ///
    /// Follows the checkpoint's own tokenizer where llama.cpp differs from it: Qwen2 vocabularies
    /// get their NFC normaliser, unigram vocabularies their byte fallback.
    /// - Throws: ``TokenizerError`` naming the key that is missing, wrong or unknown.
    public init(ggufMetadata metadata: JSONObject) throws {
        self.init(try GGUFVocabulary(metadata).parts())
    }
}

/// The tokenizer settings in a GGUF file's metadata.
struct GGUFVocabulary {
    private static let source = "GGUF metadata"

    let metadata: JSONObject
    let tokens: [[UInt8]]
    let kinds: [SentencePieceVocabulary.Kind]

    init(_ metadata: JSONObject) throws {
        self.metadata = metadata
        let list = try Self.required("tokens", metadata)
        tokens = try list.elements().map { try $0.bytes() }
        guard 1..<Vocabulary.idLimit ~= tokens.count else {
            throw list.malformed("from 1 to \(Vocabulary.idLimit) tokens")
        }
        guard let types = Self.setting("token_type", metadata) else {
            kinds = Array(repeating: .normal, count: tokens.count)
            return
        }
        kinds = try types.elements().map { type in
            // 0 is "undefined", which llama.cpp treats as normal.
            guard let kind = SentencePieceVocabulary.Kind(rawValue: max(1, try type.integer()))
            else {
                throw type.malformed("a token type from 0 to 6")
            }
            return kind
        }
        guard kinds.count == tokens.count else { throw types.malformed("\(tokens.count) types") }
    }

    func parts() throws -> Tokenizer.Parts {
        let model = try Self.required("model", metadata)
        var parts =
            switch try model.string() {
            case "gpt2": try bytePairParts()
            case "llama": try sentencePieceParts(.bytePair)
            case "t5": try sentencePieceParts(.unigram)
            default: throw model.unsupported(known: ["gpt2", "llama", "t5"])
            }
        for key in ["eot_token_id", "eom_token_id"] {
            if let id = try id(key) { parts.moreEndTokens.insert(id) }
        }
        return parts
    }

    static func setting(_ key: String, _ metadata: JSONObject) -> SettingsReader? {
        let key = "tokenizer.ggml." + key
        return metadata[key].map { SettingsReader($0, source: source, location: key) }
    }

    static func required(_ key: String, _ metadata: JSONObject) throws -> SettingsReader {
        if let setting = setting(key, metadata) { return setting }
        throw TokenizerError.malformed(
            source: source,
            location: "tokenizer.ggml." + key,
            found: "nothing",
            expected: "a value"
        )
    }

    func setting(_ key: String) -> SettingsReader? { Self.setting(key, metadata) }

    private func bool(_ key: String, or standard: Bool) throws -> Bool {
        try setting(key)?.bool() ?? standard
    }

    /// Reads a token id; nil for one outside the vocabulary, with which some files say "none".
    func id(_ key: String) throws -> Int32? {
        guard let number = try setting(key)?.integer(), tokens.indices ~= number else { return nil }
        return Int32(number)
    }

    private func ids(_ wanted: SentencePieceVocabulary.Kind...) -> [Int32] {
        kinds.indices.filter { wanted.contains(kinds[$0]) }.map { Int32($0) }
    }

    /// Digest of all tokenizer keys; the chat template is left out, since it does not affect ids.
    private var hash: SHA256 {
        var hash = SHA256()
        hash.update(framed: Self.source)
        for (key, value) in metadata.pairs where key.hasPrefix("tokenizer.ggml.") {
            hash.update(framed: key)
            hash.update(value.encoded())
        }
        return hash
    }

    var chatTemplate: String? { metadata["tokenizer.chat_template"]?.string }

    // MARK: Byte-level BPE

    private func bytePairParts() throws -> Tokenizer.Parts {
        let kind = try GGUFPreTokenizer(setting("pre"), source: Self.source)
        let vocabulary = Vocabulary(tokens)
        let merges = try MergeRules(Self.required("merges", metadata)).rules(vocabulary)
        let model = BytePairModel(
            tokens: tokens,
            vocabulary: vocabulary,
            merges: MergeTable(merges),
            mapsBytes: true,
            ignoresMerges: kind.ignoresMerges,
            unknown: UnknownText()
        )
        let special = Set(ids(.control, .unknown))
        let added = ids(.control, .unknown, .userDefined).map {
            AddedToken(id: $0, content: tokens[Int($0)], isSpecial: special.contains($0))
        }
        let (bos, eos) = (try id("bos_token_id"), try id("eos_token_id"))
        var pipeline = Tokenizer.Pipeline(
            addedTokens: AddedTokens(added),
            normalizer: kind.normalizer,
            preTokenizer: kind.steps,
            model: .bytePair(model)
        )
        if let bos, try bool("add_bos_token", or: kind.addsBOS) { pipeline.prefix = [bos] }
        if let eos, try bool("add_eos_token", or: false) { pipeline.suffix = [eos] }
        return Tokenizer.Parts(
            pipeline: pipeline,
            vocabulary: vocabulary,
            decoderSteps: [.byteLevel],
            specialTokens: special,
            bos: bos,
            eos: eos,
            chatTemplate: chatTemplate,
            hash: hash
        )
    }

    // MARK: SentencePiece

    private func sentencePieceParts(
        _ model: SentencePieceVocabulary.Model
    ) throws -> Tokenizer.Parts {
        let isUnigram = model == .unigram
        let vocabulary = try sentencePieceVocabulary(model)
        var parts = Tokenizer.parts(
            vocabulary,
            addsBOS: try bool("add_bos_token", or: !isUnigram),
            addsEOS: try bool("add_eos_token", or: isUnigram),
            chatTemplate: chatTemplate,
            hash: hash
        )
        splitAtAddedTokens(&parts, of: vocabulary)
        return parts
    }

    func sentencePieceVocabulary(
        _ model: SentencePieceVocabulary.Model
    ) throws -> SentencePieceVocabulary {
        var vocabulary = SentencePieceVocabulary()
        vocabulary.model = model
        let scores = try scores()
        vocabulary.pieces = tokens.indices.map {
            .init(bytes: tokens[$0], score: scores[$0], kind: kinds[$0])
        }
        if let unknown = try id("unknown_token_id"), vocabulary.ids(.unknown).isEmpty {
            vocabulary.pieces[Int(unknown)].kind = .unknown
        }
        vocabulary.fallsBackToBytes = vocabulary.byteIDs != nil
        vocabulary.bos = try id("bos_token_id")
        vocabulary.eos = try id("eos_token_id")
        vocabulary.normalizer.addsDummyPrefix = try bool("add_space_prefix", or: true)
        vocabulary.normalizer.removesExtraSpaces = try bool("remove_extra_whitespaces", or: false)
        vocabulary.normalizer.characterMap = try characterMap()
        vocabulary.normalizer.protected = ByteTrie(
            vocabulary.ids(.userDefined).map { (tokens[Int($0)], $0) }
        )
        try vocabulary.validate(source: Self.source, location: "tokenizer.ggml.tokens")
        return vocabulary
    }

    /// Lets the text be split at added tokens before it is normalised, as the tokenizer does from
    /// which the file was made: what follows one begins anew, with a space of its own.
    ///
    /// Those are the control and user-defined tokens, and those of other kinds that the chat template
    /// writes but the model cannot make of their text: files give chat tokens any kind.
    private func splitAtAddedTokens(
        _ parts: inout Tokenizer.Parts, of vocabulary: SentencePieceVocabulary
    ) {
        let special = vocabulary.ids(.control, .unknown)
        var added = special.map { AddedToken(id: $0, content: tokens[Int($0)], isSpecial: true) }
        let written = chatTokens(parts, vocabulary.ids(.normal, .unused, .userDefined))
        for id in vocabulary.ids(.userDefined) where !written.contains(id) {
            // Some files have the spaces of such tokens in the form that the normaliser makes.
            let content = SplitPattern.literal(SentencePieceNormalizer.spaceSymbol)
                .replacing(in: tokens[Int(id)], with: [0x20])
            added.append(AddedToken(id: id, content: content))
        }
        added += written.map { AddedToken(id: $0, content: tokens[Int($0)], isSpecial: true) }
        parts.specialTokens.formUnion(written)
        parts.pipeline.addedTokens = AddedTokens(added)
        parts.pipeline.normalizedTokens = AddedTokens([])
    }

    /// The tokens among `ids` that the chat template names and that are user-defined or that their
    /// own text does not become.
    private func chatTokens(_ parts: Tokenizer.Parts, _ ids: [Int32]) -> [Int32] {
        guard let template = chatTemplate.map({ Array($0.utf8) }) else { return [] }
        let marks = ids.filter { id in
            let token = tokens[Int(id)]
            return token.count > 2 && Self.marks.contains { $0 == (token.first, token.last) }
        }
        guard !marks.isEmpty else { return [] }
        let tokenizer = Tokenizer(parts)
        let named = ByteTrie(marks.map { (tokens[Int($0)], $0) })
        var found: Set<Int32> = []
        template.withUnsafeBufferPointer { template in
            for index in template.indices {
                guard let match = named.longestMatch(in: template, at: index) else { continue }
                found.insert(match.value)
            }
        }
        return found.sorted().filter { id in
            let text = String(decoding: tokens[Int(id)], as: UTF8.self)
            let own = tokenizer.encode(text, addSpecialTokens: false, parseSpecialTokens: false)
            return kinds[Int(id)] == .userDefined || !own.contains(id)
        }
    }

    /// First and last bytes of tokens that mark turns.
    private static let marks: [(UInt8?, UInt8?)] = [
        (UInt8(ascii: "<"), UInt8(ascii: ">")), (UInt8(ascii: "["), UInt8(ascii: "]")),
    ]

    private func scores() throws -> [Float] {
        let list = try Self.required("scores", metadata)
        let scores = try list.elements().map { score in
            guard let number = score.value.double else { throw score.malformed("a number") }
            return Float(number)
        }
        guard scores.count == tokens.count else { throw list.malformed("\(tokens.count) scores") }
        return scores
    }

    /// Reads the character map: an array of bytes, signed or unsigned, or base64 text.
    private func characterMap() throws -> CharacterMap? {
        guard let setting = setting("precompiled_charsmap") else { return nil }
        guard let array = setting.value.array else { return try CharacterMap(base64: setting) }
        let bytes = try array.map { byte in
            guard let number = byte.integer, -128...255 ~= number else {
                throw setting.malformed("an array of bytes")
            }
            return UInt8(truncatingIfNeeded: number)
        }
        guard !bytes.isEmpty else { return nil }
        do throws(CharacterMapFault) {
            return try CharacterMap(bytes)
        } catch {
            throw TokenizerError.malformed(
                source: setting.source,
                location: setting.location,
                found: error.problem,
                expected: "a double array and its replacements"
            )
        }
    }
}
