import JSON

extension ExportFormat {
    /// Returns the SFT row of a conversation, in which every answer is trained on.
    func conversationRow(_ row: TrainingRow) throws(Inexpressible) -> JSONObject {
        let messages = try row.conversation
        guard messages.last?.role == "assistant" else {
            throw Inexpressible("the conversation does not end with an answer")
        }
        switch self {
        case .nemoAligner: return try nemoAlignerChat(messages)
        case .llamaFactory: return try llamaFactoryChat(messages)
        // With --multiturn, `input` is the whole conversation.
        case .openRLHF: return ["input": messages.json]
        case .trl, .trlSFT, .nemoRL, .axolotl, .jsonl: return ["messages": messages.json]
        }
    }

    /// Returns NeMo-Aligner's chat row; turns of the role named by `mask` are not trained on.
    private func nemoAlignerChat(_ messages: [Message]) throws(Inexpressible) -> JSONObject {
        let (system, turns) = try TurnsInTurn.split(messages, "the conversation")
        return [
            "system": .string(system), "mask": "User",
            "conversations": .array(
                turns.map { turn in
                    [
                        "from": turn.role == "user" ? "User" : "Assistant",
                        "value": .string(turn.content), "label": .null,
                    ]
                }),
            "type": "VALUE_TO_TEXT",
        ]
    }

    /// Returns a ShareGPT row, with the system prompt in a field of its own.
    private func llamaFactoryChat(_ messages: [Message]) throws(Inexpressible) -> JSONObject {
        let (system, turns) = try TurnsInTurn.split(messages, "the conversation")
        return [
            "conversations": .array(turns.map(Self.shareGPT)), "system": .string(system),
        ]
    }
}

/// Conversations for formats in which user and assistant must alternate, the user first.
enum TurnsInTurn {
    /// Splits messages into the system message, empty if there is none, and the turns after it.
    /// - Parameter name: The part of the record, for the error.
    static func split(
        _ messages: [Message], _ name: String
    ) throws(Inexpressible) -> (system: String, turns: [Message]) {
        var turns = messages[...]
        let system = turns.first?.role == "system" ? turns.removeFirst().content : ""
        for (index, turn) in turns.enumerated()
        where turn.role != (index.isMultiple(of: 2) ? "user" : "assistant") {
            throw Inexpressible("\(name)'s messages are not user and assistant in turn")
        }
        return (system, Array(turns))
    }
}
