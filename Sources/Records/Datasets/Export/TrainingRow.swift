import JSON

/// One message of a conversation.
struct Message: Equatable {
    var role: String
    var content: String

    var json: JSON { ["role": .string(role), "content": .string(content)] }
}

/// Why a record cannot be written in a format.
struct Inexpressible: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// What a row is for; a file's rows all have one purpose, so that they have the same columns.
enum TrainingPurpose {
    /// To prefer one answer to another: DPO, RPO, reward models.
    case preference
    /// To answer as a conversation does: SFT.
    case imitation
}

/// A record's conversation and answers, whichever way they are spelled.
///
/// A prompt or answer may be a list of messages, one message, or a string. Only roles and contents
/// are taken from messages, so that all rows of an export have the same columns.
struct TrainingRow {
    let record: JSONObject

    init(_ record: JSONObject) { self.record = record }

    /// What the model is given.
    var prompt: [Message] {
        get throws(Inexpressible) { try messages("prompt", role: "user") }
    }

    /// The preferred answer.
    var chosen: [Message] {
        get throws(Inexpressible) { try messages("chosen", role: "assistant") }
    }

    /// The other answer.
    var rejected: [Message] {
        get throws(Inexpressible) { try messages("rejected", role: "assistant") }
    }

    /// A whole conversation to imitate: `messages`, or the prompt with its best answer.
    var conversation: [Message] {
        get throws(Inexpressible) {
            if record["messages"] != nil { return try messages("messages", role: "user") }
            for answer in ["chosen", "response", "completion"] where record[answer] != nil {
                return try prompt + messages(answer, role: "assistant")
            }
            throw Inexpressible(
                "there is no \"messages\", \"chosen\", \"response\" or \"completion\""
            )
        }
    }

    /// What it teaches: to prefer one answer, or to answer like this.
    var purpose: TrainingPurpose {
        if record["chosen"] != nil || record["rejected"] != nil { return .preference }
        return ["messages", "response", "completion"].contains { record[$0] != nil }
            ? .imitation : .preference
    }

    /// What the rewards are, for formats that carry them.
    var rewards: Rewards { Rewards(record) }

    /// The only message of `answer`, for formats that allow no more.
    static func single(_ answer: [Message], _ name: String) throws(Inexpressible) -> Message {
        guard answer.count == 1 else {
            throw Inexpressible("\"\(name)\" has several messages, the format takes one")
        }
        return answer[0]
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
