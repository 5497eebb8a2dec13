import Dataflow
import Hashing
import JSON
import Synchronization
import Text

/// Knows the texts that it has let pass, up to case and white space.
final class ExactDuplicates: OrderedJudge {
    private let field: String
    /// Hashes of 128 bits stand for the texts: 16 bytes a record, whatever its length.
    private let seen: Mutex<Set<Hash128>> = Mutex([])

    init(field: String) { self.field = field }

    func reject(_ record: Record) throws -> Rejection? {
        var hash = SHA256()
        hash.update(framed: comparableText(record, field).foldedForComparison)
        let key = hash.finalize128()
        let isNew = seen.withLock { $0.insert(key).inserted }
        return isNew ? nil : Rejection("duplicate")
    }
}

/// Knows the word triples of the texts that it has let pass.
final class NearDuplicates: OrderedJudge {
    private struct State {
        var index: MinHashIndex
        var ids: [RecordID] = []
    }

    private let field: String
    private let state: Mutex<State>

    init(field: String, threshold: Double) {
        self.field = field
        state = Mutex(State(index: MinHashIndex(threshold: threshold)))
    }

    func reject(_ record: Record) throws -> Rejection? {
        let text = comparableText(record, field)
        return state.withLock { state in
            if let earlier = state.index.insertIfNew(text) {
                return Rejection(
                    "near-duplicate", detail: ["of": .string(state.ids[earlier].description)])
            }
            state.ids.append(record.id)
            return nil
        }
    }
}
