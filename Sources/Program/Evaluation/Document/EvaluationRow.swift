import Chat
import JSON

/// A row of an evaluation's dataset.
struct EvaluationRow: Sendable {
    /// The row's own id, or its number.
    let id: String
    /// Where the row is, for messages: `arc.jsonl:14`.
    let location: String
    /// The columns.
    let values: JSONObject

    /// Columns that are ids in the public sets, in the order in which they are looked for.
    private static let idColumns = ["id", "key", "task_id", "question_id", "unique_id", "ind"]

    /// - Parameter number: The row's number in its file, from 1.
    init(_ values: JSONObject, number: Int, location: String) {
        self.values = values
        self.location = location
        let own = Self.idColumns.lazy.compactMap { name -> String? in
            values[name]?.string ?? values[name]?.integer.map(String.init)
        }
        id = own.first ?? String(number)
    }

    subscript(name: String) -> JSON? {
        guard let value = values[name], !value.isNull else { return nil }
        return value
    }

    /// The text of a column.
    func text(_ name: String) throws(RowProblem) -> String {
        guard let text = self[name]?.string else { throw wrong(name, "a text") }
        return text
    }

    /// The texts of a column's list.
    func texts(_ name: String) throws(RowProblem) -> [String] {
        guard let list = self[name]?.array else { throw wrong(name, "a list of texts") }
        let texts = list.compactMap(\.string)
        guard texts.count == list.count else { throw wrong(name, "a list of texts") }
        return texts
    }

    /// The problem of a column that is missing or of another form.
    func wrong(_ name: String, _ expected: String) -> RowProblem {
        RowProblem("\"\(name)\" must be \(expected), found \(values[name]?.kind ?? "nothing")")
    }
}

/// Why a row does not have the form of its document.
struct RowProblem: Error {
    let text: String

    init(_ text: String) { self.text = text }
}
