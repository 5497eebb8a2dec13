import JSON

extension ExportFormat {
    /// The row for a conversation that a model is to imitate, every answer of it.
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

    /// NeMo-Aligner's chat rows: turns of the role that `mask` names are not trained on.
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

    /// ShareGPT rows, the system prompt apart.
    private func llamaFactoryChat(_ messages: [Message]) throws(Inexpressible) -> JSONObject {
        let (system, turns) = try TurnsInTurn.split(messages, "the conversation")
        return [
            "conversations": .array(turns.map(Self.shareGPT)), "system": .string(system),
        ]
    }
}

/// Conversations of formats in which user and assistant take turns, the user first.
enum TurnsInTurn {
    /// The system message, empty if there is none, and the turns after it.
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
