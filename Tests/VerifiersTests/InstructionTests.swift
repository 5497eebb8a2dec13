import JSON
import Testing
import Verifiers

/// A response and what a checker says of it.
struct InstructionCase: CustomTestStringConvertible {
    let kind: InstructionKind
    let arguments: JSONObject
    let response: String
    let strict: Bool
    let loose: Bool

    init(
        _ kind: InstructionKind, _ arguments: JSONObject, _ response: String, _ strict: Bool,
        loose: Bool? = nil
    ) {
        self.kind = kind
        self.arguments = arguments
        self.response = response
        self.strict = strict
        self.loose = loose ?? strict
    }

    var testDescription: String { "\(kind): \(response.debugDescription)" }
}

@Suite struct `An instruction` {
    static let cases: [InstructionCase] =
        keywordCases + lengthCases + contentCases + formatCases + endCases + languageCases

    @Test(arguments: cases)
    func `is followed or not`(example: InstructionCase) throws {
        let instruction = try Instruction(example.kind, arguments: example.arguments)
        #expect(instruction.isFollowed(by: example.response) == example.strict)
        #expect(instruction.isFollowed(by: example.response, reading: .loose) == example.loose)
    }

    static let keywordCases: [InstructionCase] = [
        .init(.existence, ["keywords": ["owl", "barn"]], "Barns keep OWLS dry.", true),
        .init(.existence, ["keywords": ["owl"]], "o*w*l", false, loose: true),
        .init(.existence, ["keywords": ["straße"]], "STRASSE", false),
        .init(.existence, ["keywords": ["kiosk"]], "KIOſK", true),
        .init(.frequency, bound("keyword", "oo", 2, "frequency", "at least"), "ooooo", true),
        .init(.frequency, bound("keyword", "oo", 3, "frequency", "at least"), "ooooo", false),
        .init(.forbiddenWords, ["forbidden_words": ["tin"]], "A tiny tin-box.", false),
        .init(.forbiddenWords, ["forbidden_words": ["tin"]], "A tiny tint.", true),
        .init(.forbiddenWords, ["forbidden_words": ["tin"]], "Tin.\nAll good.", false, loose: true),
        .init(
            .letterFrequency, ["letter": "E", "let_frequency": 2, "let_relation": "at least"],
            "Ed ate", true),
    ]

    static let lengthCases: [InstructionCase] = [
        .init(
            .numberOfSentences, count("num_sentences", 2, "relation", "at least"), "Dr. Ames left.",
            false),
        .init(
            .numberOfSentences, count("num_sentences", 2, "relation", "at least"),
            "Dr. Ames left. So did I.",
            true),
        .init(
            .numberOfWords, count("num_words", 3, "relation", "less than"), "½ a snake_case", true),
        .init(.numberOfWords, count("num_words", 4, "relation", "at least"), "e-mail or not", true),
        .init(.numberOfParagraphs, ["num_paragraphs": 2], "One\n***\nTwo\n***\n", true),
        .init(.numberOfParagraphs, ["num_paragraphs": 2], "One\n***\n \n***\nTwo", false),
        .init(
            .firstWordOfParagraph,
            ["num_paragraphs": 2, "nth_paragraph": 2, "first_word": "Moss"],
            "Oak.\n\n(Moss) grows.",
            false),
        .init(
            .firstWordOfParagraph,
            ["num_paragraphs": 2, "nth_paragraph": 2, "first_word": "Moss"],
            "Oak.\n\n\"moss, grows.", true),
    ]

    static let contentCases: [InstructionCase] = [
        .init(.placeholders, ["num_placeholders": 2], "[a] b] [c\n] [d]", true),
        .init(.placeholders, ["num_placeholders": 1], "[a\n]", false),
        .init(.postscript, ["postscript_marker": "P.S."], "Bye, G.P. S. Hull", true),
        .init(.postscript, ["postscript_marker": "P.P.S"], "Bye. P.S. Late.", false),
        .init(.twoResponses, [:], "One.\n******\nTwo.", true),
        .init(.twoResponses, [:], "One.\n******\n One. ", false),
        .init(.repeatPrompt, ["prompt_to_repeat": "Why?"], "  WHY? Because.", true),
        .init(.repeatPrompt, ["prompt_to_repeat": "Why?"], "You ask:\nWhy?", false, loose: true),
        .init(.repeatPrompt, ["prompt_to_repeat": "ΛΟΓΟΣ"], "λογος", true),
    ]

    static let formatCases: [InstructionCase] = [
        .init(.bulletList, ["num_bullets": 3], "* a\n ** b\n-c\n---", true),
        .init(.bulletList, ["num_bullets": 2], "*\n* a\n* b", true),
        .init(.constrainedResponse, [:], "Well. My answer is maybe. Or not.", true),
        .init(.constrainedResponse, [:], "My answer is yes", false),
        .init(.highlights, ["num_highlights": 2], "*a* and **b** and 2*3", true),
        .init(.highlights, ["num_highlights": 1], "* \n* a", false),
        .init(
            .sections, ["section_spliter": "Part", "num_sections": 2], "Part 1: a. Part2: b.", true),
        .init(.sections, ["section_spliter": "Part", "num_sections": 1], "part 1", false),
        .init(.json, [:], "```json\n{\"a\": [1, 2.5e3, \"\\u00e9\"]}\n```", true),
        .init(.json, [:], "{\"a\": 1,}", false),
        .init(.json, [:], "[NaN, -Infinity]", true),
        .init(.json, [:], "Here:\n[1]", false, loose: true),
        .init(.json, [:], "01", false),
        .init(.title, [:], "x <<Owls>> y", true),
        .init(.title, [:], "<<\n>>", false),
        .init(.title, [:], "<< >> <a>", false),
    ]

    static let endCases: [InstructionCase] = [
        .init(.endPhrase, ["end_phrase": "The end."], "So it was. THE END.\"", true),
        .init(.endPhrase, ["end_phrase": "The end."], "The end. Bye.", false),
        .init(.quotation, [:], " \"a\" ", true),
        .init(.quotation, [:], "\"", false),
        .init(.quotation, [:], "“a”", false),
        .init(.noComma, [:], "a、b", true),
        .init(.noComma, [:], "a, b", false),
        .init(
            .capitalWords, count("capital_frequency", 3, "capital_relation", "at least"),
            "I CAN'T", true),
        .init(
            .capitalWords, count("capital_frequency", 2, "capital_relation", "at least"),
            "A and/OR", false),
    ]

    static let languageCases: [InstructionCase] = [
        .init(.responseLanguage, ["language": "fr"], "Le chat dort sous la table et rêve.", true),
        .init(.responseLanguage, ["language": "fr"], "The cat sleeps under the table.", false),
        .init(.responseLanguage, ["language": "ko"], "고양이가 탁자 밑에서 잡니다.", true),
        .init(.responseLanguage, ["language": "uk"], "123 !!", true),
        .init(
            .englishCapital, [:], "THE CAT SLEEPS UNDER THE TABLE AND DREAMS OF THE SEA.", true),
        .init(.englishCapital, [:], "123", false),
        .init(
            .englishLowercase, [:], "die katze schläft unter dem tisch und träumt vom meer.", false),
        .init(
            .englishLowercase, [:], "the cat sleeps under the table and dreams of the sea.", true),
    ]

    @Test(arguments: InstructionKind.allCases)
    func `is never followed by a blank answer`(kind: InstructionKind) throws {
        var draw = InstructionDraw(prompt: "Why?") { _ in 0 }
        let drawn = try draw.instructions(1, weights: [(kind, 1)])
        for blank in ["", " \n\t"] {
            #expect(!drawn[0].isFollowed(by: blank))
            #expect(!drawn[0].isFollowed(by: blank, reading: .loose))
        }
    }

    @Test func `reads its arguments from an object or from its text`() throws {
        let text: JSON = ["id": "keywords:existence", "kwargs": #"{"keywords": ["a"]}"#]
        let object: JSON = [
            "id": "keywords:existence", "kwargs": ["keywords": ["a"], "num_words": nil],
        ]
        for json in [text, object] {
            #expect(try Instruction(json).isFollowed(by: "a"))
        }
        #expect(try Instruction(text).json == Instruction(Instruction(text).json).json)
    }

    @Test func `says what is wrong with its arguments`() {
        #expect(throws: VerifierError.unknownInstruction("keywords:exist")) {
            try Instruction(["id": "keywords:exist", "kwargs": "{}"])
        }
        #expect(
            throws: VerifierError.badArgument(
                instruction: "length_constraints:number_words", name: "relation",
                expected: "\"less than\" or \"at least\"", found: "nothing")
        ) {
            try Instruction([
                "id": "length_constraints:number_words", "kwargs": #"{"num_words": 3}"#,
            ])
        }
        #expect(throws: VerifierError.noInstruction(found: "a string")) {
            try InstructionList(["no commas"])
        }
    }

    @Test func `gives a list the share that is followed`() throws {
        let list = InstructionList([
            try Instruction(.noComma), try Instruction(.quotation),
            try Instruction(.existence, arguments: ["keywords": ["owl"]]),
        ])
        let verdict = list.verdict(on: "\"Owls, and barns.\"")
        #expect(!verdict.passed)
        #expect(verdict.score == 2.0 / 3)
        #expect(verdict.detail == "not followed: punctuation:no_comma")
        #expect(list.verdict(on: "\"Owls and barns.\"").json["detail"] == "")
    }

    /// Long and nasty answers end at once.
    @Test(
        arguments: InstructionKind.allCases,
        ["[", "{\"a\":", "*", "<<", "\n", " ", "'", "a.", "!", "-5 ", "é", "P.", "a@", "http://"])
    func `is checked in linear time`(kind: InstructionKind, part: String) throws {
        var draw = InstructionDraw(prompt: "Why?") { _ in 0 }
        let drawn = try draw.instructions(1, weights: [(kind, 1)])
        let text = String(repeating: part, count: 3_000)
        #expect(!drawn[0].isFollowed(by: text) || drawn[0].isFollowed(by: text, reading: .loose))
    }

    private static func count(
        _ name: String, _ count: Int, _ relationName: String, _ relation: String
    ) -> JSONObject {
        JSONObject([(name, .integer(count)), (relationName, .string(relation))])
    }

    private static func bound(
        _ name: String, _ text: String, _ count: Int, _ countName: String, _ relation: String
    ) -> JSONObject {
        JSONObject([
            (name, .string(text)), (countName, .integer(count)), ("relation", .string(relation)),
        ])
    }
}
