import Hashing

/// Encodes text to token ids and decodes them, exactly as the checkpoint's own tokenizer does.
///
/// Made from a Hugging Face folder (`tokenizer.json` or `tokenizer.model`) or from GGUF metadata.
/// All formats become one pipeline (added tokens, normaliser, pre-tokenizer, model, special tokens
/// around the result) and one decoder chain.
public struct Tokenizer: Sendable {
    /// The subword model, which turns words into ids.
    enum Model: Sendable {
        case bytePair(BytePairModel)
        case unigram(UnigramModel)

        /// The token that the model writes for text that it lacks.
        var unknownToken: Int32? {
            switch self {
            case .bytePair(let model): model.unknown.id
            case .unigram(let model): model.unknown.id
            }
        }
    }

    /// The steps from text to ids.
    struct Pipeline: Sendable {
        var addedTokens = AddedTokens([])
        var normalizer: Normalizer?
        /// Added tokens that are matched in the normalised text.
        var normalizedTokens = AddedTokens([])
        var preTokenizer: [PreTokenizer] = []
        var model: Model
        /// Special tokens put before a text.
        var prefix: [Int32] = []
        /// Special tokens put after a text.
        var suffix: [Int32] = []

        /// Whether the token is matched as a whole, before the model runs.
        func adds(_ id: Int32) -> Bool { addedTokens.contains(id) || normalizedTokens.contains(id) }
    }

    let pipeline: Pipeline
    let vocabulary: Vocabulary
    private let decoderSteps: [DecoderStep]
    let specialTokens: Set<Int32>
    /// The special tokens and those that end a turn.
    private(set) var controlTokens = ControlTokens([], haveOneSpelling: true)

    /// The token that begins a text, if there is one.
    public let bosToken: Int32?
    /// The token that ends a text, if there is one.
    public let eosToken: Int32?
    /// The tokens that end a reply: ``eosToken`` and those that end a chat turn.
    public private(set) var endOfTurnTokens: Set<Int32>
    /// The Jinja template that renders a chat, if the checkpoint has one.
    public let chatTemplate: String?
    /// SHA-256, in hex, of everything that decides which ids a text becomes; part of cache keys.
    public let contentHash: String

    /// A tokenizer's parts, in the form that every file format is read into.
    struct Parts {
        var pipeline: Pipeline
        var vocabulary: Vocabulary
        var decoderSteps: [DecoderStep]
        var specialTokens: Set<Int32>
        var bos: Int32?
        var eos: Int32?
        var moreEndTokens: Set<Int32> = []
        var chatTemplate: String?
        var hash: SHA256
    }

    init(_ parts: Parts) {
        pipeline = parts.pipeline
        vocabulary = parts.vocabulary
        decoderSteps = parts.decoderSteps
        specialTokens = parts.specialTokens
        bosToken = parts.bos
        eosToken = parts.eos
        chatTemplate = parts.chatTemplate
        var ends = parts.moreEndTokens
        if let eos = parts.eos { ends.insert(eos) }
        for name in Self.turnEnds {
            guard let id = parts.vocabulary.id(of: Array(name.utf8)) else { continue }
            if parts.specialTokens.contains(id) || parts.pipeline.adds(id) { ends.insert(id) }
        }
        endOfTurnTokens = ends
        contentHash = parts.hash.finalize().hexadecimal
        controlTokens = controlTokens(of: [])
    }

    /// Added tokens with which published chat models end a turn or a text, whatever their files say
    /// of them.
    private static let turnEnds = [
        "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|endoftext|>",
        "<end_of_turn>", "<|end|>", "<|eot|>", "<|end_of_turn|>", "</s>", "<eos>", "<EOT>",
        "<|eom|>",
        "<|END_OF_TURN_TOKEN|>", "<|return|>", "<|role_end|>",
        "<\u{FF5C}end\u{2581}of\u{2581}sentence\u{FF5C}>",
    ]

    /// Returns the tokenizer with one more token that ends a reply.
    public func ending(at token: Int32) -> Tokenizer {
        var tokenizer = self
        tokenizer.endOfTurnTokens.insert(token)
        tokenizer.controlTokens = tokenizer.controlTokens(of: [])
        return tokenizer
    }

    /// One more than the highest token id.
    public var vocabularySize: Int { vocabulary.count }

    /// Returns the id of the token whose text in the vocabulary has exactly these bytes.
    public func id(of token: String) -> Int32? { vocabulary.id(of: Array(token.utf8)) }

    /// Returns a token's text as the vocabulary writes it; nil for an unused id.
    public func token(_ id: Int32) -> String? {
        vocabulary[id].map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether a token is matched in a text as a whole: a control token, or one that was added.
    public func isAdded(_ id: Int32) -> Bool { specialTokens.contains(id) || pipeline.adds(id) }

    /// Whether a token is a control token rather than text: `<s>`, `<|im_end|>`.
    public func isSpecial(_ id: Int32) -> Bool { specialTokens.contains(id) }
}

extension Tokenizer {
    /// Returns the ids of `text`.
    ///
    /// - Parameters:
    ///   - addSpecialTokens: Whether to add the special tokens that the checkpoint puts around a
    ///     text (often a bos). Rendered chat templates contain their own.
    ///   - parseSpecialTokens: Whether special tokens spelled out in the text become those tokens.
    ///     Pass `false` for untrusted text, which could otherwise forge a turn.
    public func encode(
        _ text: String,
        addSpecialTokens: Bool,
        parseSpecialTokens: Bool = true
    ) -> [Int32] {
        let outside =
            parseSpecialTokens
            ? nil : OutsideText([0..<text.utf8.count], tokens: controlTokens)
        return encode(text, addSpecialTokens: addSpecialTokens, outside: outside)
    }

    /// Returns the ids of `text`, of which the parts in `outside` spell no control token.
    func encode(_ text: String, addSpecialTokens: Bool, outside: OutsideText?) -> [Int32] {
        var ids = addSpecialTokens ? pipeline.prefix : []
        var text = text
        text.withUTF8 { text in
            ids.reserveCapacity(ids.count + text.count / 3 + 8)
            for segment in pipeline.addedTokens.segments(of: text, outside: outside) {
                if let id = segment.id {
                    ids.append(id)
                } else {
                    encode(segment.range, of: text, outside: outside, into: &ids)
                }
            }
        }
        if addSpecialTokens { ids += pipeline.suffix }
        return ids
    }

    private func encode(
        _ range: Range<Int>, of text: ByteBuffer, outside: OutsideText?, into ids: inout [Int32]
    ) {
        let start = ids.count
        encode(Array(text[range]), startsText: range.lowerBound == 0, into: &ids)
        guard let outside, outside.touches(range) else { return }
        let found = ids[start...].count { outside.tokens.forged.contains($0) }
        guard found > 0 else { return }
        // Control tokens came of what looked like plain text: by the normaliser, or by the model.
        let parts = outside.tokens.spelled.segments(of: text, in: range, outside: outside)
        let own = parts.count { $0.id.map(outside.tokens.forged.contains) ?? false }
        guard own != found else { return }
        ids.removeLast(ids.count - start)
        for part in parts {
            if let id = part.id {
                ids.append(id)
            } else {
                encode(
                    Array(text[part.range]), startsText: part.range.lowerBound == 0,
                    never: outside.tokens, into: &ids)
            }
        }
    }

    /// Appends the ids of a text; those of `tokens` come apart into their characters.
    private func encode(
        _ plain: [UInt8],
        startsText: Bool,
        never tokens: ControlTokens? = nil,
        into ids: inout [Int32]
    ) {
        let normalized = pipeline.normalizer?.normalize(plain) ?? plain
        let outside = tokens.map { OutsideText([0..<normalized.count], tokens: $0) }
        let segments = normalized.withUnsafeBufferPointer {
            pipeline.normalizedTokens.segments(of: $0, outside: outside)
        }
        for segment in segments {
            if let id = segment.id {
                ids.append(id)
                continue
            }
            let isWhole = segment.range.count == normalized.count
            var pieces = Pieces(isWhole ? normalized : Array(normalized[segment.range]))
            for step in pipeline.preTokenizer {
                step.apply(to: &pieces, startsText: startsText && segment.range.lowerBound == 0)
            }
            let start = ids.count
            encode(pieces, into: &ids)
            if let tokens, ids[start...].contains(where: tokens.forged.contains) {
                let whole = Array(ids[start...])
                ids.removeLast(whole.count)
                for id in whole { append(id, never: tokens, to: &ids) }
            }
        }
    }

    private func encode(_ pieces: Pieces, into ids: inout [Int32]) {
        switch pipeline.model {
        case .bytePair(let model): model.encode(pieces, into: &ids)
        case .unigram(let model): model.encode(pieces, into: &ids)
        }
    }

    private func append(_ id: Int32, never tokens: ControlTokens, to ids: inout [Int32]) {
        guard tokens.forged.contains(id) else { return ids.append(id) }
        for scalar in String(decoding: vocabulary[id] ?? [], as: UTF8.self).unicodeScalars {
            var parts: [Int32] = []
            encode(Pieces(Array(String(scalar).utf8)), into: &parts)
            ids += parts.filter { !tokens.forged.contains($0) }
        }
    }

    /// Returns the text of `ids`; unknown ids add nothing, and broken characters become U+FFFD.
    public func decode(_ ids: some Sequence<Int32>, skipSpecialTokens: Bool = false) -> String {
        var decoder = incrementalDecoder(skipSpecialTokens: skipSpecialTokens)
        var text = ""
        for id in ids { text += decoder.append(id) }
        return text + decoder.finish()
    }

    /// Returns a decoder for tokens that come one by one.
    public func incrementalDecoder(skipSpecialTokens: Bool = false) -> IncrementalDecoder {
        IncrementalDecoder(
            vocabulary: vocabulary,
            steps: decoderSteps,
            skipped: skipSpecialTokens ? specialTokens : []
        )
    }

    /// Returns the bytes that a token adds in the middle of a text; nil for an unused id.
    ///
    /// The bytes may be part of a character. Grammar masks are made from them.
    public func bytes(of id: Int32) -> [UInt8]? {
        guard let token = vocabulary[id] else { return nil }
        switch decoderSteps.first {
        case .byteLevel: return ByteAlphabet.bytes(of: token) ?? Array(token)
        case .sentencePiece(let decoding):
            switch decoding.surfaces[Int(id)] {
            case .byte(let byte): return [byte]
            case .text(let text): return Self.spaced(text)
            }
        default:
            return UnknownText.byte(of: token).map { [$0] } ?? Self.spaced(Array(token))
        }
    }

    private static func spaced(_ token: [UInt8]) -> [UInt8] {
        SplitPattern.literal(SentencePieceNormalizer.spaceSymbol).replacing(in: token, with: [0x20])
    }
}
