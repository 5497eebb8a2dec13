import Dataflow
import Datasets
public import Foundation
import Hashing
import JSON
import Text

/// The values of a field that two datasets share, compared as `split` and `deduplicate` do: up to
/// case and white space, and of conversations what the user says.
public struct RecordOverlap: Sendable {
    /// Number of distinct values in the first dataset.
    public let first: Int
    /// Number of distinct values in the second dataset.
    public let second: Int
    /// The values in both, in the order of the second dataset.
    public let shared: [String]
    /// Number of values that are conversations with a system message, in both together.
    public let systemMessages: Int

    /// Reads both; memory is 16 bytes for each distinct value, plus the shared values.
    /// - Parameter parts: The part to read of each, where it is a dataset with parts; nil for all.
    /// - Throws: ``StageError/nothingToCompare(location:field:fields:)`` if a record lacks the field.
    public init(
        of one: URL, and other: URL, by field: ComparedField, turns: ComparedTurns = .user,
        parts: (one: String?, other: String?) = (nil, nil)
    ) throws {
        var known: Set<Hash128> = []
        var systemMessages = 0
        func text(of value: JSON) -> String {
            let hasSystem = ComparedTurns.turns(of: value)?.contains { $0.role == "system" }
            if hasSystem == true { systemMessages += 1 }
            return turns.text(of: value)
        }
        try Self.forEachValue(of: field.first, in: one, parts.one) {
            known.insert(Self.digest(text(of: $0)))
        }
        var seen: Set<Hash128> = []
        var shared: [String] = []
        try Self.forEachValue(of: field.second, in: other, parts.other) { value in
            let text = text(of: value)
            let digest = Self.digest(text)
            if seen.insert(digest).inserted, known.contains(digest) { shared.append(text) }
        }
        (first, second, self.shared) = (known.count, seen.count, shared)
        self.systemMessages = systemMessages
    }

    private static func forEachValue(
        of field: String, in url: URL, _ part: String?, _ body: (JSON) -> Void
    ) throws {
        let reader = try RecordReader(url: url, part: part)
        try reader.forEach { record in
            guard let value = record[field], !value.isNull else {
                throw StageError.nothingToCompare(
                    location: reader.location, field: field,
                    fields: record.pairs.filter { !$0.1.isNull }.map(\.0))
            }
            body(value)
        }
    }

    private static func digest(_ text: String) -> Hash128 {
        var hash = SHA256()
        hash.update(framed: text.comparable)
        return hash.finalize128()
    }
}

/// The field by which two datasets are compared, which may have another name in each.
public struct ComparedField: Equatable, Sendable {
    /// The name in the first dataset.
    public let first: String
    /// The name in the second dataset.
    public let second: String

    /// One name for both, or `question=prompt`; nil if a name is empty.
    public init?(_ text: String) {
        let names = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = names.first, let second = names.last, !first.isEmpty, !second.isEmpty
        else { return nil }
        (self.first, self.second) = (String(first), String(second))
    }
}
