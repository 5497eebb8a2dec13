import Compute

/// Batches for comparisons: sequences of several lengths in arbitrarily ordered cache blocks.
package enum ComparisonBatch {
    /// Lengths of the prompts: from one position to more than a tile of 64.
    static let lengths = [1, 7, 33, 70]
    private static let blocks: [[Int32]] = [
        [17, 3], [4, 11], [9, 0, 15], [2, 19, 7, 12, 5],
    ]

    /// Rows of the prompts whose outputs are wanted.
    static let outputs = [0, 7, 40, 110, 3]

    /// Returns arbitrary tokens for a prompt, different for each `index`.
    package static func tokens(_ count: Int, index: Int, vocabulary: Int) -> [Int32] {
        (0..<count).map { Int32(($0 * 31 + index * 7) % vocabulary) }
    }

    /// Returns a batch of all prompts.
    static func prompts(vocabulary: Int) -> TokenBatch {
        let batch = TokenBatch()
        for (index, length) in lengths.enumerated() {
            let tokens = tokens(length, index: index, vocabulary: vocabulary)
            batch.add(tokens, from: 0, blocks: blocks[index], sequenceLength: length)
        }
        batch.outputs = outputs
        return batch
    }

    /// Returns a decode batch: the next position of the last `sequences` sequences.
    static func next(vocabulary: Int, sequences: Int = lengths.count) -> TokenBatch {
        let batch = TokenBatch()
        for (index, length) in lengths.enumerated().suffix(sequences) {
            let token = Int32((length * 31 + index) % vocabulary)
            batch.add([token], from: length, blocks: blocks[index], sequenceLength: length + 1)
        }
        batch.outputs = Array(batch.rows.indices)
        return batch
    }

    /// Returns a batch of `rows` positions of one sequence.
    static func one(rows: Int) -> TokenBatch {
        let batch = TokenBatch()
        let blocks = Array(0...Int32(rows / KVCache.positionsPerBlock))
        batch.add((0..<rows).map(Int32.init), from: 0, blocks: blocks, sequenceLength: rows)
        return batch
    }
}
