import Chat
import JSON
import Stages

/// The columns of a row, read as turns, texts and numbers.
///
/// Tables have only texts: one that spells a list of turns counts as that list, one that spells a
/// number as that number.
struct RowColumns {
    let row: JSONObject

    /// The value of a column; nil if there is none or it is null.
    subscript(name: String) -> JSON? {
        row[name].flatMap { $0.isNull ? nil : $0 }
    }

    /// Whether all of these columns are there.
    func have(_ names: String...) -> Bool { names.allSatisfy { self[$0] != nil } }

    /// The first of these columns that is there.
    func first(of names: String...) -> String? { names.first { self[$0] != nil } }

    /// A column's text; empty if it is not there.
    func text(_ name: String) throws(RowRejection) -> String {
        guard let value = self[name] else { return "" }
        guard let text = value.string else {
            throw RowRejection("not a text", "'\(name)' is \(value.kind)")
        }
        return text
    }

    /// A column's number; nil if it is not there or no number.
    func number(_ name: String) -> Double? { self[name].flatMap(Self.number) }

    /// A number, or one that a text spells.
    static func number(_ value: JSON) -> Double? {
        let number = value.double ?? value.string.flatMap(Double.init)
        return number.flatMap { $0.isFinite ? $0 : nil }
    }

    // MARK: Turns

    /// The turns in a column: a text is one turn of `role`, an object is a turn, a list is turns.
    func turns(_ name: String, by role: String) throws(RowRejection) -> [RowTurn] {
        guard let value = structured(name) else {
            throw RowRejection("a column is missing", "there is no '\(name)'")
        }
        switch value {
        case .string(let text): return [RowTurn(role: role, content: text)]
        case .object: return [try turn(value, 1, in: name, by: role)]
        case .array(let listed):
            guard !listed.isEmpty else { throw RowRejection("no turns", "'\(name)' is empty") }
            var turns: [RowTurn] = []
            for (index, value) in listed.enumerated() {
                turns.append(try turn(value, index + 1, in: name, by: role))
            }
            return turns
        default: throw RowRejection("not a text", "'\(name)' is \(value.kind)")
        }
    }

    private func turn(
        _ value: JSON, _ number: Int, in name: String, by role: String
    ) throws(RowRejection) -> RowTurn {
        guard value.object != nil else {
            throw RowRejection("not a turn", "turn \(number) of '\(name)' is \(value.kind)")
        }
        let said = value["role"]?.string ?? value["from"]?.string ?? role
        guard let known = TurnRole.inChat(said) else {
            throw RowRejection("unknown role", "turn \(number) of '\(name)' is by '\(said)'")
        }
        if let calls = value["tool_calls"]?.array, !calls.isEmpty {
            throw RowRejection("a turn calls tools", "turn \(number) of '\(name)'")
        }
        guard let content = ["content", "value", "text"].lazy.compactMap({ value[$0] }).first,
            let text = content.textOfParts
        else {
            throw RowRejection("not a text", "turn \(number) of '\(name)', by \(known)")
        }
        return RowTurn(role: known, content: text, isTaught: Self.isTaught(value))
    }

    /// `"train": false`, `"train": true`, and OpenAI's `"weight": 0`.
    private static func isTaught(_ turn: JSON) -> Bool? {
        turn["train"]?.bool ?? turn["weight"].flatMap(number).map { $0 > 0 }
    }

    /// Puts the system message of a column of its own before turns that have none.
    func withSystem(_ turns: [RowTurn]) throws(RowRejection) -> [RowTurn] {
        guard turns.first?.role != "system",
            let name = first(of: "system", "system_prompt")
        else { return turns }
        let text = try text(name)
        return text.isEmpty ? turns : [RowTurn(role: "system", content: text)] + turns
    }

    /// A column's value, or the turns that its text spells.
    private func structured(_ name: String) -> JSON? {
        guard let text = self[name]?.string, let start = text.first, "[{".contains(start),
            let parsed = try? JSON(parsing: text)
        else { return self[name] }
        let turns = parsed.array ?? [parsed]
        let areTurns =
            !turns.isEmpty && turns.allSatisfy { $0["role"] != nil || $0["from"] != nil }
        return areTurns ? parsed : self[name]
    }
}

extension String {
    /// Whether there is nothing but white space.
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
