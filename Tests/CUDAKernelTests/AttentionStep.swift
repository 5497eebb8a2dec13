import Foundation
import Hashing
import Testing

/// The heads of a layer.
struct Heads: CustomTestStringConvertible {
    let count: Int
    let keys: Int
    let dimension: Int
    var window = 0
    var cap: Float = 0

    var group: Int { count / keys }
    var width: Int { count * dimension }

    var testDescription: String {
        "\(count)/\(keys) heads of \(dimension)" + (window > 0 ? ", window \(window)" : "")
            + (cap > 0 ? ", cap \(cap)" : "")
    }
}

/// Consecutive rows of a sequence, the first at position `start`.
struct Chunk: Sendable {
    let start: Int
    let rows: Int
}

/// Queries and a paged cache, in which all that no row of the step sees is poison.
struct AttentionStep {
    let heads: Heads
    let chunks: [Chunk]
    private(set) var q: [BFloat] = []
    private(set) var keys: [BFloat] = []
    private(set) var values: [BFloat] = []
    private(set) var positions: [Int32] = []
    private(set) var tableStarts: [Int32] = []
    private(set) var tables: [Int32] = []

    var outStride: Int { heads.width.rounded(upTo: 32) }
    var scale: Float { 1 / Float(heads.dimension).squareRoot() }

    init(_ heads: Heads, _ chunks: [Chunk], seed: UInt64) {
        (self.heads, self.chunks) = (heads, chunks)
        var random = SplitMix64(seed: seed)
        var blocks = 0
        for chunk in chunks {
            let count = (chunk.start + chunk.rows + 15) / 16
            for row in 0..<chunk.rows {
                positions.append(Int32(chunk.start + row))
                tableStarts.append(Int32(tables.count))
            }
            tables += (0..<count).map { Int32(blocks + count - 1 - $0) }
            blocks += count
        }
        q = random.bfloats(positions.count * heads.width)
        keys = [BFloat](repeating: .poison, count: blocks * 16 * heads.keys * heads.dimension)
        values = keys
        var row = 0
        for chunk in chunks {
            fillCache(chunk, row: row, &random)
            // Blocks that nobody sees any more may be gone.
            for block in 0..<firstSeen(from: chunk.start) / 16 {
                tables[Int(tableStarts[row]) + block] = .max
            }
            row += chunk.rows
        }
    }

    private mutating func fillCache(_ chunk: Chunk, row: Int, _ random: inout SplitMix64) {
        for position in firstSeen(from: chunk.start)..<chunk.start + chunk.rows {
            for head in 0..<heads.keys {
                let range = range(row, position, head)
                keys.replaceSubrange(range, with: random.bfloats(heads.dimension))
                values.replaceSubrange(range, with: random.bfloats(heads.dimension))
            }
        }
    }

    /// The first position that a row at `position` sees.
    func firstSeen(from position: Int) -> Int {
        heads.window > 0 ? max(0, position - heads.window + 1) : 0
    }

    /// Where a position's key lies in the cache.
    private func range(_ row: Int, _ position: Int, _ head: Int) -> Range<Int> {
        let block = Int(tables[Int(tableStarts[row]) + position / 16])
        let start = ((block * heads.keys + head) * 16 + position % 16) * heads.dimension
        return start..<start + heads.dimension
    }

    /// Attention of one row in double.
    func reference(row: Int) -> [Double] {
        let position = Int(positions[row])
        let seen = firstSeen(from: position)...position
        let dimension = heads.dimension
        return (0..<heads.count).flatMap { head in
            let start = row * heads.width + head * dimension
            let query = q[start..<start + dimension].map { Double($0.float) }
            var (sum, output) = (0.0, [Double](repeating: 0, count: dimension))
            for at in seen {
                let range = range(row, at, head / heads.group)
                var score = 0.0
                for (index, key) in zip(query.indices, keys[range]) {
                    score += query[index] * Double(key.float)
                }
                score *= Double(scale)
                let cap = Double(heads.cap)
                let weight = exp(cap > 0 ? cap * tanh(score / cap) : score)
                sum += weight
                for (index, value) in zip(output.indices, values[range]) {
                    output[index] += weight * Double(value.float)
                }
            }
            return output.map { $0 / sum }
        }
    }
}
