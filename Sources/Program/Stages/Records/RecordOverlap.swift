import Dataflow
import Datasets
public import Foundation
import Hashing
import JSON

/// The values of a field that two datasets share, compared up to case and white space, as `split`
/// does.
public struct RecordOverlap: Sendable {
    /// Number of distinct values in the first dataset.
    public let first: Int
    /// Number of distinct values in the second dataset.
    public let second: Int
    /// The values in both, in the order of the second dataset.
    public let shared: [String]

    /// Reads both; memory is 16 bytes for each distinct value, plus the shared values.
    /// - Throws: ``StageError/unusableField(field:expected:found:)`` if a record lacks the field.
    public init(of one: URL, and other: URL, by field: String) throws {
        var known: Set<Hash128> = []
        try Self.forEachValue(of: field, in: one) { text in known.insert(Self.digest(text)) }
        var seen: Set<Hash128> = []
        var shared: [String] = []
        try Self.forEachValue(of: field, in: other) { text in
            let digest = Self.digest(text)
            if seen.insert(digest).inserted, known.contains(digest) { shared.append(text) }
        }
        (first, second, self.shared) = (known.count, seen.count, shared)
    }

    private static func forEachValue(
        of field: String, in url: URL, _ body: (String) -> Void
    ) throws {
        try RecordReader(url: url).forEach { record in
            guard let value = record[field] else {
                throw StageError.unusableField(
                    field: field, expected: "a value to compare", found: "nothing")
            }
            body(text(of: value))
        }
    }

    /// Returns the value's text; a conversation of one user turn counts as its text.
    private static func text(of value: JSON) -> String {
        if let turns = value.array, turns.count == 1, turns[0]["role"] == "user",
            let content = turns[0]["content"]?.string
        {
            return content
        }
        return value.string ?? value.text
    }

    private static func digest(_ text: String) -> Hash128 {
        var hash = SHA256()
        hash.update(framed: text.foldedForComparison)
        return hash.finalize128()
    }
}
