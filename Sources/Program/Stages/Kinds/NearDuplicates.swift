import Dataflow
import Hashing
import JSON
import Text

/// Texts by their digests: equal ones but for case and white space.
struct ExactTexts: DuplicateMemory {
    private let turns: ComparedTurns
    /// 128-bit digests of the texts with their numbers: 20 bytes a text, whatever its length.
    private var numbers: [Hash128: Int32] = [:]

    let comparesTexts = true
    let thing = "text"
    let reason = "duplicate"
    let namesEarlier = false

    init(turns: ComparedTurns) { self.turns = turns }

    mutating func insertIfNew(_ value: JSON, field: String) -> DuplicateMatch? {
        var hash = SHA256()
        hash.update(framed: turns.text(of: value).comparable)
        let key = hash.finalize128()
        if let number = numbers[key] { return DuplicateMatch(number: Int(number)) }
        numbers[key] = Int32(clamping: numbers.count)
        return nil
    }
}

/// Texts by their word triples: nearly equal ones.
struct NearTexts: DuplicateMemory {
    private let turns: ComparedTurns
    private var index: MinHashIndex

    let comparesTexts = true
    let thing = "text"
    let reason = "near-duplicate"
    let namesEarlier = true

    init(turns: ComparedTurns, threshold: Double) {
        self.turns = turns
        index = MinHashIndex(threshold: threshold)
    }

    mutating func insertIfNew(_ value: JSON, field: String) -> DuplicateMatch? {
        index.insertIfNew(turns.text(of: value)).map { DuplicateMatch(number: $0) }
    }
}
