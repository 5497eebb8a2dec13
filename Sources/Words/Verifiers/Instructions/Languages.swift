import JSON

/// The answer is in a given language.
struct ResponseLanguage: VerifiableInstruction {
    private let language: String

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        language = try arguments.text("language")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        // A text without letters passes: no other language was detected.
        LanguageDetector.language(of: text).map { $0 == language } ?? true
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        // Sorted, because a dictionary's order differs from run to run.
        ["language": .string(draw.pick(names.keys.sorted()))]
    }

    var wordings: [String] {
        let name = Self.names[language] ?? "the language with the code \(language)"
        return [
            "Answer in \(name) and in no other language.",
            "Write your whole answer in \(name).",
            "Only \(name) is allowed in your answer.",
        ]
    }

    /// The languages that can be drawn, by ISO 639-1 code.
    private static let names = [
        "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "de": "German", "en": "English",
        "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "gu": "Gujarati",
        "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "kn": "Kannada",
        "ko": "Korean", "ml": "Malayalam", "mr": "Marathi", "ne": "Nepali", "pa": "Punjabi",
        "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sw": "Swahili", "ta": "Tamil",
        "te": "Telugu", "th": "Thai", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    ]
}

/// The answer is in English and in capital letters only.
struct EnglishCapital: VerifiableInstruction {
    init(_ arguments: InstructionArguments) throws(VerifierError) {}

    func isFollowed(by text: CodePoints) -> Bool {
        text.isUppercase && LanguageDetector.language(of: text).map { $0 == "en" } ?? true
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject { JSONObject() }

    var wordings: [String] {
        [
            "Answer in English and in capital letters only.",
            "Write the whole answer in English, with every letter a capital.",
        ]
    }
}

/// The answer is in English and in lower case only.
struct EnglishLowercase: VerifiableInstruction {
    init(_ arguments: InstructionArguments) throws(VerifierError) {}

    func isFollowed(by text: CodePoints) -> Bool {
        text.isLowercase && LanguageDetector.language(of: text).map { $0 == "en" } ?? true
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject { JSONObject() }

    var wordings: [String] {
        [
            "Answer in English and in small letters only; no capitals are allowed.",
            "Write the whole answer in English, without any capital letter.",
        ]
    }
}

/// The number of words in capitals, by the Penn Treebank tokenizer, satisfies a bound.
struct CapitalWords: VerifiableInstruction {
    private let bound: CountBound

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        bound = try arguments.bound("capital_frequency", "capital_relation")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        bound.holds(WordTokenizer.tokens(of: text).count(where: \.isUppercase))
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        let relation = draw.relation()
        return [
            "capital_frequency": .integer(
                relation == .atLeast ? draw.number(1...4) : draw.number(5...20)),
            "capital_relation": .string(relation.rawValue),
        ]
    }

    var wordings: [String] {
        let words = bound.words("word", "words")
        return [
            "Write \(words) in capital letters only.",
            "Your answer should have \(words) in all capitals.",
        ]
    }
}
