import Hashing
import JSON

extension Tokenizer {
    /// Reads the tokenizer in a SentencePiece `tokenizer.model` (BPE or unigram).
    ///
    /// The file does not say which special tokens to add around a text, so a bos is added if the
    /// file defines one, and no eos. Control tokens decode to nothing, as in SentencePiece.
    /// - Throws: ``TokenizerError`` naming what is wrong; any bytes are safe.
    public init(sentencePieceModel bytes: [UInt8]) throws {
        self.init(try Self.parts(sentencePieceModel: bytes, config: nil))
    }

    static func parts(sentencePieceModel bytes: [UInt8], config: JSON?) throws -> Parts {
        let vocabulary = try SentencePieceFile(bytes).vocabulary
        let named = ConfiguredTokens(config)
        var hash = SHA256()
        hash.update(framed: SentencePieceFile.source)
        hash.update(bytes)
        return parts(
            vocabulary,
            addsBOS: named.adds("add_bos_token") ?? true,
            addsEOS: named.adds("add_eos_token") ?? false,
            chatTemplate: named.chatTemplate,
            hash: hash
        )
    }

    /// Makes the parts of a tokenizer from a SentencePiece vocabulary.
    static func parts(
        _ pieces: SentencePieceVocabulary,
        addsBOS: Bool,
        addsEOS: Bool,
        chatTemplate: String?,
        hash: SHA256
    ) -> Parts {
        func tokens(_ ids: [Int32], special: Bool) -> AddedTokens {
            AddedTokens(
                ids.map {
                    AddedToken(id: $0, content: pieces.pieces[Int($0)].bytes, isSpecial: special)
                }
            )
        }
        let special = pieces.ids(.control, .unknown)
        var pipeline: Pipeline
        switch pieces.model {
        case .unigram: pipeline = Pipeline(model: .unigram(pieces.makeUnigramModel()))
        case .bytePair:
            // User-defined symbols never merge, so the text is split at them into words.
            pipeline = Pipeline(model: .bytePair(pieces.makeBytePairModel()))
            pipeline.normalizedTokens = tokens(pieces.ids(.userDefined), special: false)
        }
        pipeline.addedTokens = tokens(special, special: true)
        pipeline.normalizer = .sentencePiece(pieces.normalizer)
        if addsBOS, let bos = pieces.bos { pipeline.prefix = [bos] }
        if addsEOS, let eos = pieces.eos { pipeline.suffix = [eos] }
        return Parts(
            pipeline: pipeline,
            vocabulary: Vocabulary(pieces.pieces.map(\.bytes)),
            decoderSteps: [.sentencePiece(pieces.makeDecoding())],
            specialTokens: Set(special),
            bos: pieces.bos,
            eos: pieces.eos,
            chatTemplate: chatTemplate,
            hash: hash
        )
    }
}
