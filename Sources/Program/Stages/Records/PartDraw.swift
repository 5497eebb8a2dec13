import Dataflow
import Hashing
public import JSON
import Text

/// Draws the part of a record by a digest of its key: for the `split` stage, the parts of `write`,
/// and `export --split` alike.
///
/// The run's seed has no say, so several documents agree on the part of a prompt.
public struct PartDraw: Sendable {
    /// A part's name, and how much of the records it gets, relative to the others.
    public typealias Share = (name: String, value: Double)

    private let fields: [String]
    /// The parts and their shares, which sum to 1.
    private let parts: [Share]
    private let salt: String
    private let turns: ComparedTurns

    /// Creates a draw.
    ///
    /// - Parameters:
    ///   - fields: Records with equal values there, but for case and white space, have one part.
    ///   - shares: The parts in order, relative to each other; nil is returned unless there are two
    ///     or more with a sum that is above 0 and finite.
    ///   - salt: Another text draws the parts anew.
    public init?(
        by fields: [String], shares: [Share], salt: String = "", turns: ComparedTurns = .user
    ) {
        let total = shares.reduce(0) { $0 + $1.value }
        guard shares.count > 1, total > 0, total < .infinity else { return nil }
        self.fields = fields
        parts = shares.map { (name: $0.name, value: $0.value / total) }
        self.salt = salt
        self.turns = turns
    }

    /// The names of the parts, in order.
    public var names: [String] { parts.map(\.name) }

    /// Returns the part of a record; a missing field counts as null.
    public func part(of record: JSONObject) -> String {
        let index = index(of: record)
        var end = 0.0
        for part in parts.dropLast() {
            end += part.value
            if index < end { return part.name }
        }
        // The last part takes the rest: rounded shares may sum to less than 1.
        return parts[parts.count - 1].name
    }

    /// Returns a number in 0..<1 from the record's key.
    private func index(of record: JSONObject) -> Double {
        var hash = SHA256()
        hash.update(framed: "split")
        hash.update(framed: salt)
        for field in fields {
            hash.update(framed: turns.text(of: record[field] ?? .null).comparable)
        }
        let bits = hash.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // 53 bits fit a Double exactly; more could round up to 1.
        return Double(bits >> 11) * 0x1p-53
    }
}
