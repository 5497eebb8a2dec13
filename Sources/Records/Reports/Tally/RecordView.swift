import JSON

/// Uniform access to the parts of a record: a pair, a dialogue or a prompt.
struct RecordView {
    /// One answer of a record.
    struct Answer {
        /// `chosen`, `rejected` or `response`.
        let side: Side
        let text: String
        /// Rewards by name: `reward` and the attributes.
        let rewards: [(name: String, value: Double)]

        var reward: Double? { rewards.first { $0.name == "reward" }?.value }
    }

    let record: JSONObject

    var id: String { record["id"]?.string ?? "" }

    /// The conversation before the answers.
    var prompt: [Turn] {
        if let prompt = record["prompt"] { return Turn.list(prompt) }
        let messages = Turn.list(record["messages"] ?? .null)
        return messages.last?.role == "assistant" ? Array(messages.dropLast()) : messages
    }

    /// The texts of the prompt's turns, joined by line feeds; `nil` if there is none.
    var promptText: String? {
        let texts = prompt.map(\.text)
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }

    /// The prompt's text without system messages: what varies between prompts. All of it, if there
    /// is nothing else.
    var promptTextWithoutSystem: String? {
        let texts = prompt.filter { $0.role != "system" }.map(\.text)
        return texts.isEmpty ? promptText : texts.joined(separator: "\n")
    }

    var answers: [Answer] {
        let pair = [answer(.chosen), answer(.rejected)].compactMap(\.self)
        return pair.isEmpty ? [response].compactMap(\.self) : pair
    }

    /// The group's name: the value of a field, whose dots reach into objects.
    func group(by field: String) -> String {
        // A field whose own name contains dots comes first.
        var value = record[field]
        if value == nil {
            value = field.split(separator: ".").reduce(JSON.object(record)) { $0?[String($1)] }
        }
        return Self.name(value)
    }

    /// The topics from the widest to the narrowest.
    var topics: [String] {
        switch record["topic"] {
        case .string(let name) where !name.isEmpty: [name.clipped(to: 80)]
        case .array(let names):
            names.prefix(8).compactMap(\.string).filter { !$0.isEmpty }.map { $0.clipped(to: 80) }
        default: []
        }
    }

    private static func name(_ value: JSON?) -> String {
        switch value {
        case .string(let text): text.isEmpty ? "(none)" : text.clipped(to: 60)
        case .array(let values): name(values.first)
        case .null, nil: "(none)"
        case .object, .bool, .integer, .double, .number: (value?.text ?? "").clipped(to: 60)
        }
    }

    private func answer(_ side: Side) -> Answer? {
        guard let value = record[side.rawValue] else { return nil }
        let texts = Turn.list(value).map(\.text)
        guard !texts.isEmpty else { return nil }
        return Answer(
            side: side, text: texts.joined(separator: "\n"),
            rewards: Self.rewards(
                record["\(side.rawValue)_reward"], record["\(side.rawValue)_attributes"]))
    }

    private var response: Answer? {
        let messages = Turn.list(record["messages"] ?? .null)
        let last = messages.last?.role == "assistant" ? messages.last?.text : nil
        let given = record["response"] ?? record["completion"]
        guard let text = given.map({ Turn.list($0).map(\.text).joined(separator: "\n") }) ?? last
        else { return nil }
        return Answer(
            side: .response, text: text,
            rewards: Self.rewards(record["reward"], record["attributes"] ?? record["reward"]))
    }

    private static func rewards(
        _ reward: JSON?, _ attributes: JSON?
    ) -> [(name: String, value: Double)] {
        var rewards: [(name: String, value: Double)] = []
        if let reward = reward?.double { rewards.append(("reward", reward)) }
        for (name, value) in attributes?.object?.pairs.map({ ($0, $1) }) ?? [] {
            if let value = value.double, name != "reward", rewards.count < 16 {
                rewards.append((name.clipped(to: 40), value))
            }
        }
        return rewards
    }
}

/// Which answer of a record.
enum Side: String, CaseIterable, Encodable, CodingKeyRepresentable {
    case chosen, rejected, response
}

/// One message of a conversation.
struct Turn: Equatable {
    let role: String
    let text: String

    /// Parses messages from a value: a text is a user's message; content that is no text is shown
    /// as JSON.
    static func list(_ value: JSON) -> [Turn] {
        switch value {
        case .string(let text): [Turn(role: "user", text: text)]
        case .array(let messages): messages.flatMap(list)
        case .object(let message):
            [
                Turn(
                    role: message["role"]?.string ?? message["from"]?.string ?? "user",
                    text: content(message["content"] ?? message["value"] ?? value))
            ]
        default: []
        }
    }

    private static func content(_ value: JSON) -> String { value.string ?? value.text }
}
