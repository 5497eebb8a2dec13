import Hashing
import JSON

/// Matches the records of two sides: those of the same content first, the others by their keys.
///
/// A record's content has its key in it, so that records of the same content have the same key.
struct RowMatching {
    private var counts = DatasetComparison.Rows()
    /// Records of the first side without a counterpart of the same content, by key and by content.
    private var left: [Hash128: Int] = [:]
    private var leftWithContent: [Hash128: Int] = [:]
    /// Records of the second side that count as changed ones of the first side, by key.
    private var changedOf: [Hash128: Int] = [:]
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
        left[key, default: 0] += 1
        leftWithContent[content, default: 0] += 1
        counts.removed += 1
        orders.before.update(framed: key)
    }

    mutating func addAfter(_ record: JSONObject) {
        let (key, content) = Self.digests(of: record)
        orders.after.update(framed: key)
        let (rest, changes) = (left[key] ?? 0, changedOf[key] ?? 0)
        if let same = leftWithContent[content], same > 0 {
            leftWithContent[content] = same - 1
            left[key] = rest - 1
            counts.same += 1
            counts.removed -= 1
            if changes == rest { unmatchChange(of: key) }
        } else if changes < rest {
            changedOf[key] = changes + 1
            counts.changed += 1
            counts.removed -= 1
            if changed.count < exampleLimit {
                changed.append((key, .init(before: nil, after: record)))
            }
        } else {
            add(record)
        }
    }

    private mutating func add(_ record: JSONObject?) {
        counts.added += 1
        if let record, added.count < exampleLimit {
            added.append(.init(before: nil, after: record))
        }
    }

    /// Counts a change as an added record, because its counterpart has another one of the same
    /// content.
    private mutating func unmatchChange(of key: Hash128) {
        changedOf[key, default: 1] -= 1
        counts.changed -= 1
        counts.removed += 1
        let index = changed.lastIndex { $0.key == key }
        add(index.flatMap { changed.remove(at: $0).example.after })
    }

    /// Whether examples lack their record of the first side, to be found by ``findExample(_:)``.
    var wantsExamplesOfFirst: Bool {
        removed.count < min(exampleLimit, counts.removed)
            || changed.contains { $0.example.before == nil }
    }

    /// Takes a record of the first side, in order, when all of both sides are matched.
    mutating func findExample(_ record: JSONObject) {
        let (key, content) = Self.digests(of: record)
        guard let same = leftWithContent[content], same > 0 else { return }
        leftWithContent[content] = same - 1
        if let changes = changedOf[key], changes > 0 {
            changedOf[key] = changes - 1
            let index = changed.firstIndex { $0.key == key && $0.example.before == nil }
            if let index { changed[index].example.before = record }
        } else if removed.count < exampleLimit {
            removed.append(.init(before: record, after: nil))
        }
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
