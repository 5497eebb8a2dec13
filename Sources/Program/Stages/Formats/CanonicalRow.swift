import Chat
import JSON

/// A row converted to the same fields whatever its form.
struct CanonicalRow {
    /// All turns, in order.
    var messages: [ChatMessage]
    /// The task by which quotas and statistics group prompts.
    var task: String
    var topic: String?
    /// The row's `source`, or else the form's name.
    var source: String
    var sourceID = ""
    var language = ""
    /// The model that gave the answers.
    var model = ""
    /// Categories flagged by a moderation model; the row is safe if empty.
    var flags: [String] = []
    /// Fields that only this form has.
    var more = JSONObject()

    /// The fields of every record.
    static let fields: Set<String> = [
        "prompt", "messages", "request", "opening", "turns", "response", "task", "topic", "unsafe",
        "unsafe_categories", "language", "source", "source_id", "response_model",
    ]

    /// Creates a row of a form, with source, id, language and model from its columns.
    init(_ messages: [ChatMessage], task: String, of row: JSONObject, as format: RowFormat) {
        self.messages = messages
        self.task = task
        source = row["source"]?.string ?? format.rawValue
        sourceID = Self.text(row["conversation_id"] ?? row["id"])
        language = Self.text(row["language"])
        model = Self.text(row["model"])
    }

    private static func text(_ value: JSON?) -> String {
        value.map { $0.string ?? ($0.isNull ? "" : $0.text) } ?? ""
    }

    /// Returns the record's fields.
    /// - Throws: ``RowFormat/Misfit`` if the turns are not those of a conversation.
    func fields() throws(RowFormat.Misfit) -> JSONObject {
        try check()
        let users = messages.indices.filter { messages[$0].role == "user" }
        let last = users[users.count - 1]
        let asked = messages[...last]
        let answer = last + 1 < messages.count ? messages[last + 1].content : ""
        let fields: JSONObject = [
            "prompt": asked.count == 1
                ? .string(messages[last].content) : .array(asked.map(\.json)),
            "messages": .array(messages.map(\.json)),
            "request": .string(messages[last].content),
            "opening": .string(messages[users[0]].content), "turns": .integer(users.count),
            "response": .string(answer), "task": .string(task),
            "topic": [.string(topic ?? source)], "unsafe": .bool(!flags.isEmpty),
            "unsafe_categories": .string(flags.joined(separator: ", ")),
            "language": .string(language), "source": .string(source),
            "source_id": .string(sourceID), "response_model": .string(model),
        ]
        return fields.merging(more)
    }

    /// Checks that user and assistant alternate, the user first, after an optional system prompt.
    private func check() throws(RowFormat.Misfit) {
        let turns = messages.first?.role == "system" ? messages.dropFirst() : messages[...]
        guard let first = turns.first else {
            throw RowFormat.Misfit(reason: "no turns", detail: "\(messages.count) turns")
        }
        guard first.role == "user" else {
            throw RowFormat.Misfit(
                reason: "does not begin with the user", detail: "begins with \(first.role)")
        }
        for (index, turn) in turns.enumerated() {
            let expected = index.isMultiple(of: 2) ? "user" : "assistant"
            guard turn.role == expected else {
                throw RowFormat.Misfit(
                    reason: "turns do not alternate",
                    detail: "turn \(index + 1) is by \(turn.role), not by \(expected)")
            }
            guard turn.content.contains(where: { !$0.isWhitespace }) else {
                throw RowFormat.Misfit(
                    reason: "empty turn", detail: "turn \(index + 1), by \(turn.role)")
            }
        }
    }
}
