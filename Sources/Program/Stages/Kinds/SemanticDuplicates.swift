import Chat
import Dataflow
import JSON
import Synchronization
import Text

/// Rejects a record whose embedding is near an earlier one's. Stores the embeddings that passed: 4
/// bytes a number, 2.3 KB a record for 576 numbers.
final class SemanticDuplicates: OrderedJudge {
    private struct State {
        var index: CosineIndex
        var ids: [RecordID] = []
    }

    private let field: String
    private let state: Mutex<State>

    init(field: String, threshold: Double) {
        self.field = field
        state = Mutex(State(index: CosineIndex(threshold: Float(threshold))))
    }

    func reject(_ record: Record) throws -> Rejection? {
        let numbers = record[field]?.array?.compactMap { $0.double.map(Float.init) } ?? []
        guard !numbers.isEmpty, numbers.count == record[field]?.array?.count else {
            throw StageError.unusableField(
                field: field, expected: "a list of numbers, such as an embed stage makes",
                found: record[field]?.kind ?? "nothing")
        }
        return try state.withLock { state in
            guard [0, numbers.count].contains(state.index.dimensions) else {
                throw StageError.unusableField(
                    field: field, expected: "\(state.index.dimensions) numbers, as before",
                    found: "\(numbers.count)")
            }
            if let match = state.index.insertIfNew(Embedding(scaling: numbers).values) {
                return Rejection(
                    "same meaning",
                    detail: [
                        "of": .string(state.ids[match.index].description),
                        "cosine": .double(match.similarity.shortestDouble),
                    ])
            }
            state.ids.append(record.id)
            return nil
        }
    }
}
