public import JSON

/// Extracts the requested list, value, number or answer from a model's reply.
///
/// Models number, embolden, quote, introduce and apologise. Parsing is deterministic, needs no
/// second model call, and returns the intact part of a damaged reply.
public enum ReplyParser {
    /// Longest item of a list, in characters; longer ones are lost (``LostItem/Reason/tooLong``).
    public static let longestItem = 8000

    /// Returns the items of a list, in any form that models use.
    ///
    /// - Parameters:
    ///   - text: The reply.
    ///   - truncated: Whether the reply was cut off by a token limit: the last item is then lost,
    ///     unless it ends with a line feed or like a sentence.
    ///   - expected: How many items were asked for; decides only between possible readings.
    public static func list(_ text: String, truncated: Bool, expected: Int? = nil) -> ParsedList {
        var reader = ListReader(text, truncated: truncated, expected: expected)
        return reader.read()
    }

    /// Returns the JSON value in a reply: the whole reply, in a fenced block, or after other text.
    ///
    /// Single quotes, Python literals, comments, trailing commas and missing closing brackets are
    /// repaired; an element that the end of the reply cut off is left out.
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
