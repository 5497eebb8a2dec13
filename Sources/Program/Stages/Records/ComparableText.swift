import Chat
import Dataflow
import JSON
import Text

/// Which turns of a conversation count when values are compared: a stage's `"turns"`.
public enum ComparedTurns: String, CaseIterable, Sendable {
    /// What the user says. A system message makes no other prompt, nor does an earlier answer.
    case user
    /// All turns, with their roles.
    case all
}

extension ComparedTurns {
    /// The setting of stages that compare values.
    static let setting = Setting(
        "turns", .choice(ComparedTurns.self), default: .user,
        "What counts of a conversation: what the user says, as if it were a text, or all turns with "
            + "their roles.")

    /// Returns a field as text for comparison.
    func text(of record: Record, _ field: String) -> String { text(of: record[field] ?? .null) }

    /// Returns a value as text for comparison: for `split`, `overlap` and `deduplicate` alike.
    ///
    /// A value that is neither a text nor a conversation is written as JSON, with its texts in their
    /// comparable form. The order of an object's keys makes no difference.
    func text(of value: JSON) -> String {
        if let text = value.string { return text }
        guard let turns = Self.turns(of: value) else { return value.comparable.text }
        switch self {
        case .user:
            let said = turns.filter { $0.role == "user" }.map(\.content)
            return said.isEmpty ? Self.text(of: turns, in: value) : said.joined(separator: "\n\n")
        case .all: return Self.text(of: turns, in: value)
        }
    }

    /// All turns as JSON, with whatever else the value has of each.
    private static func text(of turns: [ChatMessage], in value: JSON) -> String {
        let whole = zip(turns, value.array ?? []).map { turn, written in
            let keys = [roleKey(of: written), textKey(of: written)]
            let more = (written.object?.pairs ?? []).filter { !keys.contains($0.0) }
            return JSON.object(
                JSONObject(
                    more + [("role", .string(turn.role)), ("content", .string(turn.content))]))
        }
        return JSON.array(whole).comparable.text
    }

    /// The turns of a value that is a conversation, with `role` and `content` or as ShareGPT has
    /// them, with `from` and `value`. Roles that are known have the names of ``TurnRole``.
    static func turns(of value: JSON) -> [ChatMessage]? {
        guard let items = value.array, !items.isEmpty else { return nil }
        let turns = items.compactMap(turn)
        return turns.count == items.count ? turns : nil
    }

    private static func turn(_ value: JSON) -> ChatMessage? {
        guard let role = value[roleKey(of: value)]?.string,
            let content = value[textKey(of: value)]?.textOfParts
        else { return nil }
        return ChatMessage(role: TurnRole.named(role) ?? role, content: content)
    }

    private static func roleKey(of turn: JSON) -> String { turn["role"] == nil ? "from" : "role" }

    private static func textKey(of turn: JSON) -> String {
        turn["content"] == nil ? "value" : "content"
    }
}

extension JSON {
    /// The value with the keys of every object in order and its texts in their comparable form.
    fileprivate var comparable: JSON {
        switch self {
        case .string(let text): .string(text.comparable)
        case .array(let values): .array(values.map(\.comparable))
        case .object(let object):
            .object(
                JSONObject(
                    object.pairs.map { ($0, $1.comparable) }.sorted {
                        $0.0.utf8.lexicographicallyPrecedes($1.0.utf8)
                    }))
        default: self
        }
    }
}
