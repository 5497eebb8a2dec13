import JSON

/// One message of a conversation.
struct Message: Equatable {
    var role: String
    var content: String

    var json: JSON { ["role": .string(role), "content": .string(content)] }

    /// Whether two messages have the same role and the same text but for space around it.
    static func saysTheSame(_ left: Message, _ right: Message) -> Bool {
        left.role == right.role && left.trimmed == right.trimmed
    }

    private var trimmed: Substring {
        let text = content.drop { $0.isWhitespace }
        guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return text }
        return text[...last]
    }
}

/// Why a record cannot be written in a format.
struct Inexpressible: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// The kind of training a row is for.
///
/// All rows of a file have one purpose, so that they have the same columns.
enum TrainingPurpose {
    /// Preferring one answer to another: DPO, RPO, reward models.
    case preference
    /// Imitating the answers of a conversation: SFT.
    case imitation
}

/// A record's conversation and answers, as messages.
///
/// In the record, a prompt or answer may be a list of messages, one message, or a string. An answer
/// may also be the whole conversation, which begins with the prompt's messages again. Only role
/// and content of a message are kept, so that all rows of an export have the same columns.
struct TrainingRow {
    let record: JSONObject

    init(_ record: JSONObject) { self.record = record }

    /// The prompt.
    var prompt: [Message] {
        get throws(Inexpressible) { try messages("prompt", role: "user") }
    }

    /// The preferred answer.
    var chosen: [Message] {
        get throws(Inexpressible) { try answer("chosen") }
    }

    /// The rejected answer.
    var rejected: [Message] {
        get throws(Inexpressible) { try answer("rejected") }
    }

    /// A whole conversation for SFT: `messages`, or the prompt with its best answer.
    var conversation: [Message] {
        get throws(Inexpressible) {
            if record["messages"] != nil { return try messages("messages", role: "user") }
            for field in ["chosen", "response", "completion"] where record[field] != nil {
                return try prompt + answer(field)
            }
            throw Inexpressible(
                "there is no \"messages\", \"chosen\", \"response\" or \"completion\""
            )
        }
    }

    /// The record's purpose, derived from the fields that it has.
    var purpose: TrainingPurpose {
        if record["chosen"] != nil || record["rejected"] != nil { return .preference }
        return ["messages", "response", "completion"].contains { record[$0] != nil }
            ? .imitation : .preference
    }

    /// The rewards, for formats that include them.
    var rewards: Rewards { Rewards(record) }

    /// Returns the only message of `answer`, for formats that allow a single one.
    static func single(_ answer: [Message], _ name: String) throws(Inexpressible) -> Message {
        guard answer.count == 1 else {
            throw Inexpressible("\"\(name)\" has several messages, the format takes one")
        }
        return answer[0]
    }

    /// Returns the messages of an answer, without the prompt's if it holds the whole conversation.
    private func answer(_ field: String) throws(Inexpressible) -> [Message] {
        let messages = try messages(field, role: "assistant")
        guard ["user", "system"].contains(messages[0].role) else { return messages }
        let prompt = try prompt
        // The system message may be in the prompt alone.
        let beginnings = [prompt[...], prompt.drop { $0.role == "system" }]
        guard
            let beginning = beginnings.first(where: {
                messages.starts(with: $0, by: Message.saysTheSame)
            })
        else {
            throw Inexpressible("\"\(field)\" begins with other messages than \"prompt\"")
        }
        let answer = Array(messages.dropFirst(beginning.count))
        guard let first = answer.first, first.role == "assistant" else {
            throw Inexpressible("\"\(field)\" has no answer after the prompt")
        }
        return answer
    }

    private func messages(_ field: String, role: String) throws(Inexpressible) -> [Message] {
        guard let value = record[field], !value.isNull else {
            throw Inexpressible("there is no \"\(field)\"")
        }
        let messages: [Message]
        switch value {
        case .string(let text): messages = [Message(role: role, content: text)]
        case .object: messages = [try Self.message(value, field)]
        case .array(let values):
            var list: [Message] = []
            for value in values { list.append(try Self.message(value, field)) }
            messages = list
        default: throw Inexpressible("\"\(field)\" is \(value.kind), not text or messages")
        }
        guard !messages.isEmpty else { throw Inexpressible("\"\(field)\" is empty") }
        return messages
    }

    private static func message(_ value: JSON, _ field: String) throws(Inexpressible) -> Message {
        guard let role = value["role"]?.string, let content = value["content"]?.string else {
            throw Inexpressible("\"\(field)\" has a message without a role and a text")
        }
        return Message(role: role, content: content)
    }
}

extension [Message] {
    var json: JSON { .array(map(\.json)) }
}
