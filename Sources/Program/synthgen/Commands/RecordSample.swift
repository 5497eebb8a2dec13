import Hashing
import JSON

/// Records drawn at random, by digests of their ids: a bounded number in memory, and the same ones
/// for the same seed.
struct RecordSample {
    private let count: Int
    private let seed: UInt64
    /// The records with the smallest digests so far, in ascending order of these.
    private var drawn: [(digest: UInt64, position: Int, record: JSONObject)] = []
    private var seen = 0

    init(count: Int, seed: UInt64) {
        self.count = count
        self.seed = seed
    }

    /// The records drawn, in the order in which they came.
    var records: [JSONObject] { drawn.sorted { $0.position < $1.position }.map(\.record) }

    mutating func add(_ record: JSONObject) {
        defer { seen += 1 }
        var hash = SHA256()
        hash.update(seed)
        hash.update(framed: record["id"]?.string ?? "")
        hash.update(UInt64(seen))
        let digest = hash.finalize128().high
        if drawn.count == count {
            guard let last = drawn.last, digest < last.digest else { return }
            drawn.removeLast()
        }
        let index = drawn.firstIndex { digest < $0.digest } ?? drawn.count
        drawn.insert((digest, seen, record), at: index)
    }
}
