import JSON

/// The parts of a `tokenizer.json`.
struct TokenizerDocument {
    private(set) var addedTokens: [AddedToken] = []
    /// The tokens of the model and the added tokens.
    let vocabulary: Vocabulary
    let pipeline: Tokenizer.Pipeline
    let decoderSteps: [DecoderStep]

    init(_ settings: SettingsReader) throws {
        let modelSettings = try settings.member("model")
        let modelTokens = try ModelTokens(modelSettings)
        let modelVocabulary = Vocabulary(modelTokens.tokens)
        addedTokens = try (settings["added_tokens"]?.elements() ?? [])
            .map { try AddedToken($0, modelVocabulary) }
        vocabulary = Vocabulary(Self.merged(modelTokens.tokens, addedTokens))

        let normalizer = try settings["normalizer"].map { try Normalizer($0) }
        let (steps, mapsBytes) =
            try settings["pre_tokenizer"].map { try PreTokenizer.steps($0) } ?? ([], false)
        let frame = try SpecialTokenFrame(settings["post_processor"])
        // A copy: a closure cannot capture `self` before all properties are set.
        let known = vocabulary
        if let processor = settings["post_processor"],
            (frame.prefix + frame.suffix).contains(where: { known[$0] == nil })
        {
            throw processor.malformed("ids of tokens in the vocabulary")
        }
        pipeline = Tokenizer.Pipeline(
            addedTokens: AddedTokens(addedTokens.filter { !$0.isNormalized }),
            normalizer: normalizer,
            normalizedTokens: AddedTokens(
                addedTokens.filter(\.isNormalized).map { $0.normalized(by: normalizer) }
            ),
            preTokenizer: steps,
            model: try modelTokens.makeModel(modelSettings, modelVocabulary, mapsBytes: mapsBytes),
            prefix: frame.prefix,
            suffix: frame.suffix
        )
        decoderSteps = try settings["decoder"].map { try DecoderStep.steps($0) } ?? [.join]
    }

    private static func merged(_ tokens: [[UInt8]], _ added: [AddedToken]) -> [[UInt8]] {
        var merged = tokens
        for token in added {
            let missing = Int(token.id) + 1 - merged.count
            if missing > 0 { merged += Array(repeating: [], count: missing) }
            merged[Int(token.id)] = token.content
        }
        return merged
    }
}

extension AddedToken {
    /// Reads one of `added_tokens`; if the model has a token with the same text, that id is used.
    fileprivate init(_ settings: SettingsReader, _ model: Vocabulary) throws {
        let content = try settings.member("content").bytes()
        let given = try settings.member("id").tokenID()
        self.init(
            id: model.id(of: content) ?? given,
            content: content,
            isSpecial: try settings.bool("special", or: false),
            takesSpaceBefore: try settings.bool("lstrip", or: false),
            takesSpaceAfter: try settings.bool("rstrip", or: false),
            isSingleWord: try settings.bool("single_word", or: false),
            isNormalized: try settings.bool("normalized", or: false)
        )
    }

    fileprivate func normalized(by normalizer: Normalizer?) -> AddedToken {
        AddedToken(
            id: id,
            content: normalizer?.normalize(content) ?? content,
            isSpecial: isSpecial,
            takesSpaceBefore: takesSpaceBefore,
            takesSpaceAfter: takesSpaceAfter,
            isSingleWord: isSingleWord,
            isNormalized: isNormalized
        )
    }
}

/// The special tokens that a `post_processor` puts around a text.
struct SpecialTokenFrame {
    private(set) var prefix: [Int32] = []
    private(set) var suffix: [Int32] = []

    private static let known = [
        "Sequence", "ByteLevel", "TemplateProcessing", "BertProcessing", "RobertaProcessing",
    ]

    init(_ settings: SettingsReader?) throws {
        guard let settings else { return }
        let type = try settings.member("type")
        switch try type.string() {
        case "ByteLevel": break
        case "Sequence":
            for processor in try settings.member("processors").elements() {
                let inner = try SpecialTokenFrame(processor)
                // Each processor wraps the result of the one before.
                prefix = inner.prefix + prefix
                suffix += inner.suffix
            }
        case "TemplateProcessing": try readTemplate(settings)
        case "BertProcessing", "RobertaProcessing":
            prefix = [try Self.pairedID(settings.member("cls"))]
            suffix = [try Self.pairedID(settings.member("sep"))]
        default: throw type.unsupported(known: Self.known)
        }
    }

    private static func pairedID(_ settings: SettingsReader) throws -> Int32 {
        let pair = try settings.elements()
        guard pair.count == 2 else { throw settings.malformed("a token and its id") }
        return try pair[1].tokenID()
    }

    private mutating func readTemplate(_ settings: SettingsReader) throws {
        var seenText = false
        for part in try settings.member("single").elements() {
            if part["Sequence"] != nil {
                seenText = true
                continue
            }
            let name = try part.member("SpecialToken").member("id").string()
            let token = try settings.member("special_tokens").member(name)
            let ids = try token.member("ids").elements().map { try $0.tokenID() }
            if seenText { suffix += ids } else { prefix += ids }
        }
    }
}
