import JSON

/// The answer ends with a phrase, in any case.
struct EndPhrase: VerifiableInstruction {
    private let phrase: CodePoints

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        phrase = CodePoints(try arguments.text("end_phrase")).trimmed()
    }

    func isFollowed(by text: CodePoints) -> Bool {
        let text = text.trimmed().trimmed { $0 == "\"" }.lowercased
        let phrase = phrase.lowercased
        return text.has(phrase, at: text.count - phrase.count)
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        [
            "end_phrase": .string(
                draw.pick([
                    "That is all.", "I hope this answers it.", "Is there anything else?",
                    "And so it goes.", "This is the end.",
                ]))
        ]
    }

    var wordings: [String] {
        [
            "End your answer with exactly these words and nothing after them: \(phrase.text)",
            "The last words of your answer must be: \(phrase.text)",
        ]
    }
}

/// The whole answer is in double quotation marks.
struct Quotation: VerifiableInstruction {
    init(_ arguments: InstructionArguments) throws(VerifierError) {}

    func isFollowed(by text: CodePoints) -> Bool {
        let text = text.trimmed()
        return text.count > 1 && text.first == "\"" && text.last == "\""
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject { JSONObject() }

    var wordings: [String] {
        [
            "Put your whole answer in double quotation marks.",
            "Begin and end the answer with a double quotation mark (\").",
        ]
    }
}

/// The answer has no comma.
struct NoComma: VerifiableInstruction {
    init(_ arguments: InstructionArguments) throws(VerifierError) {}

    func isFollowed(by text: CodePoints) -> Bool { !text.contains(",") }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject { JSONObject() }

    var wordings: [String] {
        ["Do not use any commas.", "Write without a single comma.", "Commas are not allowed."]
    }
}
