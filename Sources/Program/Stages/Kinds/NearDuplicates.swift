import Dataflow
import Hashing
import JSON
import Synchronization
import Text

/// Rejects a record whose text equals an earlier one's up to case and white space.
final class ExactDuplicates: OrderedJudge {
    private let field: String
    private let turns: ComparedTurns
    /// 128-bit digests of the texts that passed: 16 bytes a record, whatever its length.
    private let seen: Mutex<Set<Hash128>> = Mutex([])

    init(field: String, turns: ComparedTurns) {
        self.field = field
        self.turns = turns
    }

    func reject(_ record: Record) throws -> Rejection? {
        var hash = SHA256()
        hash.update(framed: turns.text(of: record, field).foldedForComparison)
        let key = hash.finalize128()
        let isNew = seen.withLock { $0.insert(key).inserted }
        return isNew ? nil : Rejection("duplicate")
    }
}

/// Rejects a record whose word triples nearly equal those of an earlier text that passed.
final class NearDuplicates: OrderedJudge {
    private struct State {
        var index: MinHashIndex
        var ids: [RecordID] = []
    }

    private let field: String
    private let turns: ComparedTurns
    private let state: Mutex<State>

    init(field: String, turns: ComparedTurns, threshold: Double) {
        self.field = field
        self.turns = turns
        state = Mutex(State(index: MinHashIndex(threshold: threshold)))
    }

    func reject(_ record: Record) throws -> Rejection? {
        let text = turns.text(of: record, field)
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
