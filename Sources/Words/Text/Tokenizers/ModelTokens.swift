import JSON

/// The vocabulary in the `model` section of a `tokenizer.json`, by id.
struct ModelTokens {
    /// The tokens by id; unused ids are empty.
    private(set) var tokens: [[UInt8]] = []
    /// Log-probabilities by id; empty unless the model is a unigram model.
    private var scores: [Double] = []

    init(_ settings: SettingsReader) throws {
        let vocabulary = try settings.member("vocab")
        switch vocabulary.value {
        case .object(let object): try readNumbered(object, vocabulary)
        case .array(let array): try readScored(array, vocabulary)
        default: throw vocabulary.malformed("an object of ids or an array of scores")
        }
    }

    private mutating func readNumbered(_ object: JSONObject, _ settings: SettingsReader) throws {
        let ids = try object.pairs.map { token, id in
            guard let id = id.integer, 0..<Vocabulary.idLimit ~= id else {
                throw SettingsReader(
                    id,
                    source: settings.source,
                    location: "\(settings.location).\(token)"
                ).malformed("a token id below \(Vocabulary.idLimit)")
            }
            return id
        }
        tokens = Array(repeating: [], count: (ids.max() ?? -1) + 1)
        for (token, id) in zip(object.keys, ids) { tokens[id] = Array(token.utf8) }
    }

    private mutating func readScored(_ array: [JSON], _ settings: SettingsReader) throws {
        for (id, pair) in array.enumerated() {
            guard let pair = pair.array, pair.count == 2, let token = pair[0].string,
                let score = pair[1].double
            else {
                throw SettingsReader(
                    pair,
                    source: settings.source,
                    location: "\(settings.location).\(id)"
                ).malformed("a token and its score")
            }
            tokens.append(Array(token.utf8))
            scores.append(score)
        }
        guard tokens.count < Vocabulary.idLimit else {
            throw settings.malformed("fewer than \(Vocabulary.idLimit) tokens")
        }
    }

    /// Makes the model; with `mapsBytes`, words are made of bytes rather than of characters.
    func makeModel(
        _ settings: SettingsReader,
        _ vocabulary: Vocabulary,
        mapsBytes: Bool
    ) throws -> Tokenizer.Model {
        // Files from older versions do not name the type.
        let type = try settings["type"]?.string() ?? (scores.isEmpty ? "BPE" : "Unigram")
        switch type {
        case "BPE" where scores.isEmpty:
            return .bytePair(try makeBytePair(settings, vocabulary, mapsBytes: mapsBytes))
        case "Unigram" where scores.count == tokens.count && !mapsBytes:
            return .unigram(try makeUnigram(settings, vocabulary))
        case "BPE", "Unigram":
            throw try settings.member("vocab").malformed("the vocabulary of a \(type) model")
        default:
            throw TokenizerError.unsupported(
                source: settings.source,
                location: "\(settings.location).type",
                found: type,
                known: ["BPE", "Unigram"]
            )
        }
    }

    private func makeUnigram(
        _ settings: SettingsReader,
        _ vocabulary: Vocabulary
    ) throws -> UnigramModel {
        let unknown = try settings.member("unk_id")
        let id = try unknown.tokenID()
        guard Int(id) < tokens.count else { throw unknown.malformed("the id of a token") }
        let fallsBack = try settings.bool("byte_fallback", or: false)
        return UnigramModel(
            tokens: tokens.enumerated().map { ($1, Int32($0)) },
            scores: scores,
            lowestScore: scores.min() ?? 0,
            unknown: UnknownText(
                id: id,
                fuses: true,
                byteIDs: fallsBack ? UnknownText.byteIDs { vocabulary.id(of: $0) } : nil
            ),
            precision: .double
        )
    }

    private func makeBytePair(
        _ settings: SettingsReader,
        _ vocabulary: Vocabulary,
        mapsBytes: Bool
    ) throws -> BytePairModel {
        for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
            guard let affix = settings[key], try !affix.string().isEmpty else { continue }
            throw affix.unsupported(known: ["no affix"])
        }
        let unknownToken = try settings["unk_token"].map { setting in
            guard let id = vocabulary.id(of: try setting.bytes()) else {
                throw setting.malformed("a token of the vocabulary")
            }
            return id
        }
        let fallsBack = try settings.bool("byte_fallback", or: false)
        let byteIDs = fallsBack ? UnknownText.byteIDs { vocabulary.id(of: $0) } : nil
        let rules = try MergeRules(settings.member("merges")).rules(vocabulary)
        return BytePairModel(
            tokens: tokens,
            vocabulary: vocabulary,
            merges: MergeTable(rules),
            mapsBytes: mapsBytes,
            ignoresMerges: try settings.bool("ignore_merges", or: false),
            unknown: UnknownText(
                id: unknownToken,
                fuses: try settings.bool("fuse_unk", or: false),
                byteIDs: byteIDs
            )
        )
    }
}

extension BytePairModel {
    /// Makes a model from listed merges: over characters or, with `mapsBytes`, over bytes, which
    /// the vocabulary spells in ``ByteAlphabet``.
    convenience init(
        tokens: [[UInt8]],
        vocabulary: Vocabulary,
        merges: MergeTable,
        mapsBytes: Bool,
        ignoresMerges: Bool,
        unknown: UnknownText
    ) {
        guard mapsBytes else {
            self.init(
                alphabet: .characters(extra: Vocabulary([]), extraStart: Int32(tokens.count)),
                vocabulary: vocabulary,
                merges: merges,
                ignoresMerges: ignoresMerges,
                unknown: unknown
            )
            return
        }
        let symbols = (0...255).map { vocabulary.id(of: ByteAlphabet.token(of: UInt8($0))) ?? -1 }
        self.init(
            alphabet: .bytes(symbols),
            vocabulary: Vocabulary(tokens.map { ByteAlphabet.bytes(of: $0) ?? [] }),
            merges: merges,
            ignoresMerges: ignoresMerges,
            unknown: unknown
        )
    }
}

/// The `merges` of a byte-pair model in order of rank: arrays of two, or `"left right"`.
struct MergeRules {
    private let settings: SettingsReader

    init(_ settings: SettingsReader) { self.settings = settings }

    /// Returns the merges as rules over token ids.
    func rules(_ vocabulary: Vocabulary) throws -> [MergeTable.Rule] {
        guard let array = settings.value.array else { throw settings.malformed("an array") }
        var rules: [MergeTable.Rule] = []
        rules.reserveCapacity(array.count)
        for (rank, merge) in array.enumerated() {
            guard let (left, right) = Self.pair(merge), let leftID = vocabulary.id(of: left),
                let rightID = vocabulary.id(of: right), let result = vocabulary.id(of: left + right)
            else {
                throw SettingsReader(
                    merge,
                    source: settings.source,
                    location: "\(settings.location).\(rank)"
                ).malformed("two tokens that together are a token of the vocabulary")
            }
            rules.append(.init(left: leftID, right: rightID, rank: Int32(rank), result: result))
        }
        return rules
    }

    private static func pair(_ merge: JSON) -> ([UInt8], [UInt8])? {
        if let pair = merge.array, pair.count == 2, let left = pair[0].string,
            let right = pair[1].string
        {
            return (Array(left.utf8), Array(right.utf8))
        }
        // The search starts at the second byte: the left token may itself be a space.
        guard let text = merge.string.map({ Array($0.utf8) }), text.count >= 3,
            let space = text.dropFirst().firstIndex(of: 0x20)
        else { return nil }
        return (Array(text[..<space]), Array(text[(space + 1)...]))
    }
}
