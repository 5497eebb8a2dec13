import Dataflow
import JSON

/// A field as the text to compare: what is not a text is compared as JSON.
func comparableText(_ record: Record, _ field: String) -> String {
    record[field]?.string ?? (record[field] ?? .null).text
}

extension String {
    /// The text with upper case and runs of white space taken away: what exact comparison compares.
    var foldedForComparison: String {
        lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
