public import JSON

/// Reads what a model was asked for out of what it answered.
///
/// Models number, embolden, quote, introduce and apologise. Everything here is deterministic, needs
/// no second model call, and keeps the good part of a half-broken answer.
public enum ReplyParser {
    /// The longest item of a list that is believed, in characters.
    public static let longestItem = 8000

    /// The items of a list, in whatever form the model gave it.
    ///
    /// - Parameters:
    ///   - text: The reply.
    ///   - truncated: Whether the reply was cut off by a token limit: the last item is then lost,
    ///     unless it ends with a line feed or like a sentence.
    ///   - expected: How many items were asked for; decides only between two readings.
    public static func list(_ text: String, truncated: Bool, expected: Int? = nil) -> ParsedList {
        var reader = ListReader(text, truncated: truncated, expected: expected)
        return reader.read()
    }

    /// The JSON value in a reply: all of it, in a fenced block, or after some words.
    ///
    /// Single quotes, Python's literals, comments, trailing commas and missing closing brackets are
    /// repaired; a value that the end of the reply cut in two is dropped.
    public static func json(_ text: String) -> JSON? {
        let text = text.withUnixNewlines.withoutThinking
        if let value = try? JSON(parsing: text) { return value }
        for block in FencedBlock.all(in: text) {
            if let value = try? JSON(parsing: block) { return value }
            if let (value, _) = LooseJSON.firstValue(in: block) { return value }
        }
        return LooseJSON.firstValue(in: text)?.value
    }
}
