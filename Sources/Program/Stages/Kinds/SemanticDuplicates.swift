import Chat
import Dataflow
import JSON
import Text

/// Embeddings: those that are near each other. Takes 4 bytes a number, 2.3 KB a record for 576
/// numbers.
struct Meanings: DuplicateMemory {
    private var index: CosineIndex

    let comparesTexts = false
    let thing = "embedding"
    let reason = "same meaning"
    let namesEarlier = true

    init(threshold: Double) { index = CosineIndex(threshold: Float(threshold)) }

    mutating func insertIfNew(_ value: JSON, field: String) throws -> DuplicateMatch? {
        let numbers = value.array?.compactMap { $0.double.map(Float.init) } ?? []
        guard !numbers.isEmpty, numbers.count == value.array?.count else {
            throw StageError.unusableField(
                field: field, expected: "a list of numbers, such as an embed stage makes",
                found: value.kind)
        }
        guard [0, numbers.count].contains(index.dimensions) else {
            throw StageError.unusableField(
                field: field, expected: "\(index.dimensions) numbers, as before",
                found: "\(numbers.count)")
        }
        return index.insertIfNew(Embedding(scaling: numbers).values).map { match in
            DuplicateMatch(
                number: match.index, detail: ["cosine": .double(match.similarity.shortestDouble)])
        }
    }
}
