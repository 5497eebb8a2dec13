import JSON

/// The answer contains all given words or phrases, in any case, also inside longer words.
struct KeywordExistence: VerifiableInstruction {
    private let keywords: [String]

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        keywords = try arguments.texts("keywords")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        let text = FoldedText(text)
        return keywords.allSatisfy { text.count(of: $0) > 0 }
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        let count = draw.number(1...3)
        return ["keywords": .array(draw.keywords(count).map(JSON.string))]
    }

    var wordings: [String] {
        let list = keywords.quotedList
        return [
            "Use \(list) in your answer.",
            "Your answer must contain \(list).",
            "Make sure that \(list) can be found in the text.",
        ]
    }
}

/// The number of occurrences of a word or phrase satisfies a bound.
struct KeywordFrequency: VerifiableInstruction {
    private let keyword: String
    private let bound: CountBound

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        keyword = try arguments.text("keyword")
        bound = try arguments.bound("frequency", "relation")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        bound.holds(FoldedText(text).count(of: keyword))
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        [
            "keyword": .string(draw.keywords(1)[0]), "frequency": .integer(draw.number(2...3)),
            "relation": .string(draw.relation().rawValue),
        ]
    }

    var wordings: [String] {
        let times = bound.words("time", "times")
        return [
            "The word \"\(keyword)\" should appear \(times).",
            "Write the word \"\(keyword)\" \(times).",
            "In your answer, \"\(keyword)\" must occur \(times).",
        ]
    }
}

/// The answer has none of the given words, in any case; inside longer words they are allowed.
struct ForbiddenWords: VerifiableInstruction {
    private let words: [String]

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        words = try arguments.texts("forbidden_words")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        let text = FoldedText(text)
        return !words.contains { text.hasWord($0) }
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        let count = draw.number(1...3)
        return ["forbidden_words": .array(draw.keywords(count).map(JSON.string))]
    }

    var wordings: [String] {
        let list = words.map { "\"\($0)\"" }.joined(separator: ", ")
        return [
            "Do not use any of these words: \(list).",
            "Leave these words out of your answer: \(list).",
            "Your answer must do without the following: \(list).",
        ]
    }
}

/// The number of occurrences of a letter or sign, in lower case, satisfies a bound.
struct LetterFrequency: VerifiableInstruction {
    private let letter: CodePoints
    private let bound: CountBound

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        letter = CodePoints(try arguments.text("letter")).trimmed().lowercased
        guard letter.count == 1 else { throw arguments.bad("letter", "a single letter") }
        bound = try arguments.bound("let_frequency", "let_relation")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        bound.holds(text.lowercased.count { $0 == letter[0] })
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        let relation = draw.relation()
        // Rare letters for "less than", so that an answer can stay below the bound.
        let letters = relation == .atLeast ? "abcdefghilmnoprstuwy" : "jkqvxz"
        return [
            "letter": .string(String(draw.pick(Array(letters)))),
            "let_frequency": .integer(draw.number(3...8)),
            "let_relation": .string(relation.rawValue),
        ]
    }

    var wordings: [String] {
        let times = bound.words("time", "times")
        return [
            "The letter \(letter.text) should appear \(times).",
            "Use the letter \"\(letter.text)\" \(times).",
            "Counting capitals too, the letter \"\(letter.text)\" must occur \(times).",
        ]
    }
}

extension [String] {
    /// The words in quotes as a phrase: `the words "a", "b" and "c"`.
    fileprivate var quotedList: String {
        let quoted = map { "\"\($0)\"" }
        guard let last = quoted.last, count > 1 else {
            return "the word " + (quoted.first ?? "\"\"")
        }
        return "the words " + quoted.dropLast().joined(separator: ", ") + " and " + last
    }
}
