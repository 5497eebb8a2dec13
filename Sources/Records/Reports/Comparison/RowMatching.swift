import Hashing
import JSON

/// Matches the records of two sides by their keys.
struct RowMatching {
    /// Records of the first side with one key.
    private struct Known {
        /// Those that have no counterpart yet.
        var left = 1
        let content: Hash128
    }

    private var counts = DatasetComparison.Rows()
    private var known: [Hash128: Known] = [:]
    /// Digest of the first side's keys in order, and of the second side's.
    private var orders = (before: SHA256(), after: SHA256())
    private let exampleLimit: Int
    private var changed: [(key: Hash128, example: DatasetComparison.Example)] = []
    private var removed: [DatasetComparison.Example] = []
    private var added: [DatasetComparison.Example] = []

    init(exampleLimit: Int) { self.exampleLimit = exampleLimit }

    /// What was found so far.
    var rows: DatasetComparison.Rows {
        var rows = counts
        rows.isInOrder = orders.before.finalize128() == orders.after.finalize128()
        return rows
    }

    /// The examples: changed records, removed ones, added ones.
    var examples: [DatasetComparison.Example] { changed.map(\.example) + removed + added }

    mutating func addBefore(_ record: JSONObject) {
        let (key, content) = Self.digests(of: record)
        if known[key] == nil {
            known[key] = Known(content: content)
        } else {
            known[key]?.left += 1
        }
        counts.removed += 1
        orders.before.update(framed: key)
    }

    mutating func addAfter(_ record: JSONObject) {
        let (key, content) = Self.digests(of: record)
        orders.after.update(framed: key)
        guard let match = known[key], match.left > 0 else {
            counts.added += 1
            if added.count < exampleLimit { added.append(.init(before: nil, after: record)) }
            return
        }
        known[key]?.left -= 1
        counts.removed -= 1
        if match.content == content {
            counts.same += 1
        } else {
            counts.changed += 1
            if changed.count < exampleLimit {
                changed.append((key, .init(before: nil, after: record)))
            }
        }
    }

    /// Whether examples lack their record of the first side, to be found by ``findExample(_:)``.
    var wantsExamplesOfFirst: Bool {
        removed.count < min(exampleLimit, counts.removed)
            || changed.contains { $0.example.before == nil }
    }

    /// Takes a record of the first side, in order, when all of both sides are matched.
    mutating func findExample(_ record: JSONObject) {
        let (key, _) = Self.digests(of: record)
        for index in changed.indices
        where changed[index].key == key && changed[index].example.before == nil {
            changed[index].example.before = record
        }
        guard let left = known[key]?.left, left > 0, removed.count < exampleLimit else { return }
        known[key]?.left -= 1
        removed.append(.init(before: record, after: nil))
    }

    /// The record's key, which is its id or else its content, and its content.
    ///
    /// The digest of the document, which every change to it changes, is not of the content.
    private static func digests(of record: JSONObject) -> (key: Hash128, content: Hash128) {
        func digest(_ bytes: [UInt8]) -> Hash128 {
            var hash = SHA256()
            hash.update(framed: bytes)
            return hash.finalize128()
        }
        var compared = record
        compared["pipeline"] = nil
        let content = digest(JSON.object(compared).encoded())
        guard let id = record["id"], !id.isNull else { return (content, content) }
        return (digest(id.encoded()), content)
    }
}
