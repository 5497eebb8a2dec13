import JSON
import Text

/// Reads the JSON of a schema from a reply of a server that may or may not have enforced it.
struct SchemaInReply {
    private let schema: JSON
    private let grammar: TokenGrammar

    /// Grammars of bytes: no vocabulary of the server is known.
    static func grammars() -> GrammarCache { GrammarCache { .ofBytes } }

    init(_ schema: JSON, _ grammars: GrammarCache) throws {
        self.schema = schema
        grammar = try grammars.grammar(of: schema)
    }

    /// The JSON that the reply is, also within a fence of Markdown, as a text of the schema's grammar:
    /// properties in the schema's order. Nil if it is none.
    func find(in reply: String) -> String? {
        guard let value = try? JSON(parsing: Array(Self.unfenced(reply).utf8)) else { return nil }
        return [value, Self.ordered(value, by: schema)].lazy.map(\.text).first(where: isText)
    }

    private func isText(_ text: String) -> Bool {
        guard
            var matcher = try? GrammarMatcher(
                grammar, maxTokens: max(grammar.fewestTokens, text.utf8.count))
        else { return false }
        return text.utf8.allSatisfy { matcher.advance(Int32($0)) } && matcher.mayEnd
    }

    /// What stands between a first line of "```" and a last one, or the whole text.
    private static func unfenced(_ reply: String) -> String {
        var lines = reply.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.last, line.allSatisfy(\.isWhitespace) { lines.removeLast() }
        while let line = lines.first, line.allSatisfy(\.isWhitespace) { lines.removeFirst() }
        guard lines.count > 2, lines.first?.hasPrefix("```") == true, lines.last == "```" else {
            return reply
        }
        return lines.dropFirst().dropLast().joined(separator: "\n")
    }

    /// The value with the properties of its objects in the order of the schema, others behind them.
    private static func ordered(_ value: JSON, by schema: JSON?) -> JSON {
        if let items = value.array {
            return .array(items.map { ordered($0, by: schema?["items"]) })
        }
        guard let object = value.object, let properties = schema?["properties"]?.object else {
            return value
        }
        let known = properties.keys.compactMap { key in object[key].map { (key, $0) } }
        let others = object.pairs.filter { properties[$0.0] == nil }
        return .object(JSONObject((known + others).map { ($0, ordered($1, by: properties[$0])) }))
    }
}
