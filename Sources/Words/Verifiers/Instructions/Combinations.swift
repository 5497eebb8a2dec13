import JSON

/// The answer consists of two different answers, separated by six asterisks.
struct TwoResponses: VerifiableInstruction {
    init(_ arguments: InstructionArguments) throws(VerifierError) {}

    func isFollowed(by text: CodePoints) -> Bool {
        let parts = text.split(on: CodePoints("******"))
        guard parts.dropFirst().dropLast().allSatisfy({ !$0.isBlank }) else { return false }
        let responses = parts.filter { !$0.isBlank }
        return responses.count == 2 && responses[0].trimmed() != responses[1].trimmed()
    }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject { JSONObject() }

    var wordings: [String] {
        [
            "Give two different answers, and put six asterisks, ******, between them and nowhere else.",
            "Write two answers that differ from each other, separated by the line ******.",
        ]
    }
}

/// The answer begins with the request, word for word except for case.
struct RepeatPrompt: VerifiableInstruction {
    private let prompt: CodePoints

    init(_ arguments: InstructionArguments) throws(VerifierError) {
        prompt = CodePoints(try arguments.text("prompt_to_repeat")).trimmed().lowercased
    }

    func isFollowed(by text: CodePoints) -> Bool { text.trimmed().lowercased.has(prompt, at: 0) }

    static func draw(_ draw: inout InstructionDraw) -> JSONObject {
        ["prompt_to_repeat": .string(draw.prompt)]
    }

    var wordings: [String] {
        [
            "First repeat the request above word for word, then answer it. Say nothing before you "
                + "repeat it.",
            "Begin by copying the request without any change, and give your answer after it.",
        ]
    }
}
