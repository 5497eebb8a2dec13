/// Reads a `tokenizer.model`: SentencePiece's `ModelProto`.
///
/// Field numbers are those of `sentencepiece_model.proto`; other fields are skipped.
struct SentencePieceFile {
    static let source = "tokenizer.model"

    private(set) var vocabulary = SentencePieceVocabulary()

    init(_ bytes: [UInt8]) throws {
        do {
            try readModel(bytes[...])
        } catch let fault as ProtobufFault {
            throw Self.malformed("byte \(fault.offset)", fault.problem, "a SentencePiece model")
        }
        try vocabulary.validate(source: Self.source, location: "pieces")
    }

    private static func malformed(
        _ location: String,
        _ found: String,
        _ expected: String
    ) -> TokenizerError {
        .malformed(source: source, location: location, found: found, expected: expected)
    }

    private mutating func readModel(_ bytes: ArraySlice<UInt8>) throws {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            guard let message = value.bytes else { continue }
            switch field {
            case 1: vocabulary.pieces.append(try piece(message))
            case 2: try readTrainer(message)
            case 3: try readNormalizer(message)
            default: break
            }
        }
        vocabulary.normalizer.protected = ByteTrie(
            vocabulary.ids(.userDefined).map { (vocabulary.pieces[Int($0)].bytes, $0) }
        )
        // Resolved last: the pieces and the trainer's names may come in any order in the file.
        vocabulary.bos = controlID(named: bosPiece, configured: bosID)
        vocabulary.eos = controlID(named: eosPiece, configured: eosID)
    }

    // Defaults of `TrainerSpec`, which a file may leave out.
    private var bosID = 1
    private var eosID = 2
    private var bosPiece = Array("<s>".utf8)
    private var eosPiece = Array("</s>".utf8)

    /// Returns the control piece with this text, or nil if the configured id is negative:
    /// SentencePiece finds bos and eos by text, not by id.
    private func controlID(named name: [UInt8], configured id: Int) -> Int32? {
        guard id >= 0 else { return nil }
        return vocabulary.ids(.control).first { vocabulary.pieces[Int($0)].bytes == name }
    }

    private func piece(_ bytes: ArraySlice<UInt8>) throws -> SentencePieceVocabulary.Piece {
        var piece = SentencePieceVocabulary.Piece(bytes: [])
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch field {
            case 1: piece.bytes = value.bytes.map { Array($0) } ?? piece.bytes
            case 2: piece.score = value.float ?? piece.score
            case 3:
                let number = value.integer ?? 0
                guard let kind = SentencePieceVocabulary.Kind(rawValue: number) else {
                    throw Self.malformed(
                        "pieces.\(vocabulary.pieces.count).type",
                        "the number \(number)",
                        "1 to 6"
                    )
                }
                piece.kind = kind
            default: break
            }
        }
        return piece
    }

    private mutating func readTrainer(_ bytes: ArraySlice<UInt8>) throws {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch field {
            case 3:
                switch value.integer {
                case 1: vocabulary.model = .unigram
                case 2: vocabulary.model = .bytePair
                default:
                    throw TokenizerError.unsupported(
                        source: Self.source,
                        location: "trainer_spec.model_type",
                        found: value.integer.map { String($0) } ?? "nothing",
                        known: ["1 (unigram)", "2 (bpe)"]
                    )
                }
            case 24: vocabulary.normalizer.spaceIsSuffix = value.bool ?? false
            case 35: vocabulary.fallsBackToBytes = value.bool ?? false
            case 41: bosID = value.integer ?? bosID
            case 42: eosID = value.integer ?? eosID
            case 44: vocabulary.unknownSurface = value.bytes.map { Array($0) } ?? []
            case 46: bosPiece = value.bytes.map { Array($0) } ?? bosPiece
            case 47: eosPiece = value.bytes.map { Array($0) } ?? eosPiece
            default: break
            }
        }
    }

    private mutating func readNormalizer(_ bytes: ArraySlice<UInt8>) throws {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch field {
            case 2:
                guard let map = value.bytes, !map.isEmpty else { continue }
                do throws(CharacterMapFault) {
                    vocabulary.normalizer.characterMap = try CharacterMap(Array(map))
                } catch {
                    throw Self.malformed(
                        "normalizer_spec.precompiled_charsmap",
                        error.problem,
                        "a double array and its replacements"
                    )
                }
            case 3: vocabulary.normalizer.addsDummyPrefix = value.bool ?? true
            case 4: vocabulary.normalizer.removesExtraSpaces = value.bool ?? true
            case 5: vocabulary.normalizer.escapesSpaces = value.bool ?? true
            default: break
            }
        }
    }
}
