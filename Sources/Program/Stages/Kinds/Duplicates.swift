import Dataflow
import JSON
import Synchronization

/// A memory of values, in which a value finds an equal or nearly equal one.
protocol DuplicateMemory: Sendable {
    /// Whether the values may be plain text.
    var comparesTexts: Bool { get }
    /// What the values are, for messages.
    var thing: String { get }
    /// The reason for which a record with a known value is rejected.
    var reason: String { get }
    /// Whether a rejection names the earlier record: 16 bytes for each that passed.
    var namesEarlier: Bool { get }
    /// Adds a value under the next number, from 0, if it is new; otherwise returns the known one.
    ///
    /// - Parameter field: The field that has the value, for errors.
    /// - Throws: A `RecordError` if the value cannot be compared.
    mutating func insertIfNew(_ value: JSON, field: String) throws -> DuplicateMatch?
}

/// A known value that another one equals, or nearly equals.
struct DuplicateMatch: Sendable {
    /// The number under which it was added.
    let number: Int
    /// How near the two are, for the rejection.
    var detail: JSONObject = [:]
}

/// Rejects a record whose value a file of `"against"` has, or an earlier record that passed.
final class Duplicates: OrderedJudge {
    private struct State {
        var memory: any DuplicateMemory
        /// The records that passed, in the order of their numbers, if rejections name them.
        var ids: [RecordID] = []
    }

    private let field: String
    private let known: KnownTexts
    private let state: Mutex<State>

    init(field: String, known: KnownTexts) {
        self.field = field
        self.known = known
        state = Mutex(State(memory: known.memory))
    }

    func reject(_ record: Record) throws -> Rejection? {
        try state.withLock { state in
            guard let match = try state.memory.insertIfNew(record[field] ?? .null, field: field)
            else {
                if state.memory.namesEarlier { state.ids.append(record.id) }
                return nil
            }
            let reason = state.memory.reason
            if match.number < known.count {
                return known.rejection(reason, number: match.number, detail: match.detail)
            }
            guard state.memory.namesEarlier else { return Rejection(reason) }
            let of: JSONObject = [
                "of": .string(state.ids[match.number - known.count].description)
            ]
            return Rejection(reason, detail: .object(of.merging(match.detail)))
        }
    }
}
