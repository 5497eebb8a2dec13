import Hashing

/// Text to token ids and back, exactly as the checkpoint's own tokenizer does it.
///
/// Made from a Hugging Face folder (`tokenizer.json` or `tokenizer.model`) or from GGUF metadata.
/// All of them become one pipeline: added tokens, normaliser, pre-tokenizer, model, special tokens
/// around the result; and a decoder chain for the way back.
public struct Tokenizer: Sendable {
    /// The subword model at the heart.
    enum Model: Sendable {
        case bytePair(BytePairModel)
        case unigram(UnigramModel)
    }

    /// The steps from text to ids.
    struct Pipeline: Sendable {
        var addedTokens = AddedTokens([])
        var normalizer: Normalizer?
        /// Tokens that are looked for after normalising.
        var normalizedTokens = AddedTokens([])
        var preTokenizer: [PreTokenizer] = []
        var model: Model
        /// Special tokens before and after every text.
        var prefix: [Int32] = []
        var suffix: [Int32] = []
    }

    private let pipeline: Pipeline
    private let vocabulary: Vocabulary
    private let decoderSteps: [DecoderStep]
    private let specialTokens: Set<Int32>

    /// The token that begins a text, if there is one.
    public let bosToken: Int32?
    /// The token that ends a text, if there is one.
    public let eosToken: Int32?
    /// The tokens after which a reply is over: ``eosToken`` and those that end a chat turn.
    public let endOfTurnTokens: Set<Int32>
    /// The Jinja template that renders a chat, if the checkpoint has one.
    public let chatTemplate: String?
    /// The SHA-256, in hex, of everything that decides which ids a text becomes; a part of cache
    /// keys.
    public let contentHash: String

    /// Everything that the different file formats agree on.
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
            if parts.specialTokens.contains(id) { ends.insert(id) }
        }
        endOfTurnTokens = ends
        contentHash = parts.hash.finalize().hexadecimal
    }

    /// Special tokens with which published chat models end a turn.
    private static let turnEnds = [
        "<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end_of_text|>", "<|endoftext|>",
        "<end_of_turn>", "<|end|>", "<|eot|>", "<|end_of_turn|>", "</s>", "<eos>",
    ]

    /// One more than the highest token id.
    public var vocabularySize: Int { vocabulary.count }

    /// The id of a token by its text as the vocabulary writes it, compared by bytes.
    public func id(of token: String) -> Int32? { vocabulary.id(of: Array(token.utf8)) }

    /// A token's text as the vocabulary writes it; nil for an id that is not used.
    public func token(_ id: Int32) -> String? {
        vocabulary[id].map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether a token steers the model rather than being text: `<s>`, `<|im_end|>`.
    public func isSpecial(_ id: Int32) -> Bool { specialTokens.contains(id) }
}

extension Tokenizer {
    /// The ids of `text`.
    ///
    /// - Parameters:
    ///   - addSpecialTokens: Whether to put the tokens around the text that the checkpoint asks for
    ///     (often a bos). Rendered chat templates bring their own.
    ///   - parseSpecialTokens: Whether special tokens spelled out in the text become those tokens.
    ///     Pass `false` for text from outside, which could otherwise forge a turn.
    public func encode(
        _ text: String,
        addSpecialTokens: Bool,
        parseSpecialTokens: Bool = true
    ) -> [Int32] {
        var ids = addSpecialTokens ? pipeline.prefix : []
        var text = text
        text.withUTF8 { text in
            ids.reserveCapacity(ids.count + text.count / 3 + 8)
            let asText = !parseSpecialTokens
            for segment in pipeline.addedTokens.segments(of: text, specialAsText: asText) {
                if let id = segment.id {
                    ids.append(id)
                } else {
                    let plain = Array(text[segment.range])
                    encode(plain, startsText: segment.range.lowerBound == 0, asText, into: &ids)
                }
            }
        }
        if addSpecialTokens { ids += pipeline.suffix }
        return ids
    }

    private func encode(
        _ plain: [UInt8],
        startsText: Bool,
        _ specialAsText: Bool,
        into ids: inout [Int32]
    ) {
        let normalized = pipeline.normalizer?.normalize(plain) ?? plain
        let segments = normalized.withUnsafeBufferPointer {
            pipeline.normalizedTokens.segments(of: $0, specialAsText: specialAsText)
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
            switch pipeline.model {
            case .bytePair(let model): model.encode(pieces, into: &ids)
            case .unigram(let model): model.encode(pieces, into: &ids)
            }
        }
    }

    /// The text of `ids`; ids that no token has add nothing, and broken characters become U+FFFD.
    public func decode(_ ids: some Sequence<Int32>, skipSpecialTokens: Bool = false) -> String {
        var decoder = incrementalDecoder(skipSpecialTokens: skipSpecialTokens)
        var text = ""
        for id in ids { text += decoder.append(id) }
        return text + decoder.finish()
    }

    /// A decoder for tokens that come one by one.
    public func incrementalDecoder(skipSpecialTokens: Bool = false) -> IncrementalDecoder {
        IncrementalDecoder(
            vocabulary: vocabulary,
            steps: decoderSteps,
            skipped: skipSpecialTokens ? specialTokens : []
        )
    }

    /// The bytes that a token adds in the middle of a text, which may be half a character; nil for
    /// an id that is not used. For masks that allow only some continuations.
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
