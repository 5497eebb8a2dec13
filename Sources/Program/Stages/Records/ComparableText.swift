import Chat
import Dataflow
import JSON

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
    /// A value that is neither a text nor a conversation is written as JSON. The order of an object's
    /// keys makes no difference.
    func text(of value: JSON) -> String {
        if let text = value.string { return text }
        if self == .user, let turns = Self.turns(of: value) {
            let said = turns.filter { $0.role == "user" }.map(\.content)
            if !said.isEmpty { return said.joined(separator: "\n\n") }
        }
        return value.withSortedKeys.text
    }

    /// The turns of a value that is a conversation.
    static func turns(of value: JSON) -> [ChatMessage]? {
        guard let items = value.array, !items.isEmpty else { return nil }
        let turns = items.compactMap(ChatMessage.init)
        return turns.count == items.count ? turns : nil
    }
}

extension JSON {
    /// The value with the keys of every object in order.
    fileprivate var withSortedKeys: JSON {
        switch self {
        case .array(let values): .array(values.map(\.withSortedKeys))
        case .object(let object):
            .object(
                JSONObject(
                    object.pairs.map { ($0, $1.withSortedKeys) }.sorted {
                        $0.0.utf8.lexicographicallyPrecedes($1.0.utf8)
                    }))
        default: self
        }
    }
}

extension String {
    /// The text in lower case with single spaces, for exact comparison.
    var foldedForComparison: String {
        foldedASCII ?? lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The same for an ASCII text, byte by byte; nil for any other.
    private var foldedASCII: String? {
        guard utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        return String(unsafeUninitializedCapacity: utf8.count) { folded in
            var count = 0
            var isBetweenWords = false
            for byte in utf8 {
                if byte == 0x20 || (0x09...0x0D).contains(byte) {
                    isBetweenWords = true
                    continue
                }
                if isBetweenWords, count > 0 {
                    folded[count] = 0x20
                    count += 1
                }
                isBetweenWords = false
                folded[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }
}
