import JSON

/// The number of sentences, by punkt for English, satisfies a bound.
struct NumberOfSentences: VerifiableInstruction {
    private let bound: CountBound

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        bound = try arguments.bound("num_sentences", "relation")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        bound.holds(SentenceSplitter.sentences(of: text).count)
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        [
            "num_sentences": .integer(draw.number(3...8)),
            "relation": .string(draw.relation().rawValue),
        ]
    }

    var wordings: [String] {
        let sentences = bound.words("sentence", "sentences")
        return [
            "Answer in \(sentences).",
            "Your answer should have \(sentences).",
            "Write \(sentences) in all.",
        ]
    }
}

/// The number of words, as runs of word characters, satisfies a bound.
struct NumberOfWords: VerifiableInstruction {
    private let bound: CountBound

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        bound = try arguments.bound("num_words", "relation")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        var count = 0
        var isInWord = false
        for scalar in text {
            let isWord = scalar.isUnicodeWord
            if isWord, !isInWord { count += 1 }
            isInWord = isWord
        }
        return bound.holds(count)
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        let relation = draw.relation()
        let tens = relation == .atLeast ? draw.number(3...15) : draw.number(5...20)
        return [
            "num_words": .integer(tens * 10), "relation": .string(relation.rawValue),
        ]
    }

    var wordings: [String] {
        let words = bound.words("word", "words")
        return [
            "Answer with \(words).", "Your answer should have \(words).",
            "Keep to this length: \(words).",
        ]
    }
}

/// The answer has exactly a given number of paragraphs, separated by `***`.
struct NumberOfParagraphs: VerifiableInstruction {
    private let count: Int

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        count = try arguments.count("num_paragraphs")
    }

    func isFollowed(by text: CodePoints) -> Bool {
        let paragraphs = Self.paragraphs(of: text)
        // The first and the last part may be blank and then do not count; others may not.
        let ends = [paragraphs.first, paragraphs.count > 1 ? paragraphs.last : nil]
        guard paragraphs.dropFirst().dropLast().allSatisfy({ !$0.isBlank }) else { return false }
        return paragraphs.count - ends.count { $0?.isBlank == true } == count
    }

    /// Splits at the dividers, each with one white space on either side, if there is one.
    private static func paragraphs(of text: CodePoints) -> [ArraySlice<Unicode.Scalar>] {
        var paragraphs: [ArraySlice<Unicode.Scalar>] = []
        var start = 0
        for position in text.positions(of: CodePoints("***")) {
            let isSpaced = position > start && text[position - 1].isSpace
            paragraphs.append(text[start..<(isSpaced ? position - 1 : position)])
            start = position + 3
            if start < text.count, text[start].isSpace { start += 1 }
        }
        return paragraphs + [text[start...]]
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        ["num_paragraphs": .integer(draw.number(2...4))]
    }

    var wordings: [String] {
        let paragraphs = count == 1 ? "1 paragraph" : "\(count) paragraphs"
        return [
            "Write exactly \(paragraphs). Put a line with three asterisks, ***, between paragraphs.",
            "Your answer should have \(paragraphs), separated by the divider ***.",
            "Divide the answer into \(paragraphs) with the line *** between each two.",
        ]
    }
}

/// The answer has exactly a given number of paragraphs, and one of them begins with a given word.
///
/// Paragraphs are separated by two line feeds.
struct FirstWordOfParagraph: VerifiableInstruction {
    private let count: Int
    private let position: Int
    private let word: CodePoints

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        count = try arguments.count("num_paragraphs")
        position = try arguments.count("nth_paragraph")
        guard position > 0 else { throw arguments.bad("nth_paragraph", "a number from 1") }
        word = CodePoints(try arguments.text("first_word")).lowercased
    }

    func isFollowed(by text: CodePoints) -> Bool {
        let paragraphs = text.split(on: ["\n", "\n"])
        // Blank paragraphs count for the position, but not for the number of paragraphs.
        let number = paragraphs.count { !$0.isBlank }
        guard number == count, position <= number, let first = paragraphs[position - 1].words.first
        else { return false }
        let bare = first.trimmedAtStart { $0 == "'" }.trimmedAtStart { $0 == "\"" }
        let said = bare.prefix { !".,?!'\"".unicodeScalars.contains($0) }
        return said.flatMap { CodePoints($0.properties.lowercaseMapping) } == word
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        let count = draw.number(2...4)
        return [
            "num_paragraphs": .integer(count), "nth_paragraph": .integer(draw.number(1...count)),
            "first_word": .string(
                draw.pick([
                    "although", "another", "because", "finally", "first", "many", "often", "people",
                    "perhaps", "sometimes", "today", "usually", "water", "yesterday",
                ])),
        ]
    }

    var wordings: [String] {
        let paragraphs = count == 1 ? "1 paragraph" : "\(count) paragraphs"
        return [
            "Write \(paragraphs) with one empty line between them. "
                + "Paragraph \(position) must begin with the word \"\(word.text)\".",
            "There should be \(paragraphs), an empty line between each two, and paragraph \(position) "
                + "starts with \"\(word.text)\".",
        ]
    }
}
