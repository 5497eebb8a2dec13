import Compute

/// Steps with sequences of several lengths, whose blocks lie in an order of no meaning.
package enum ComparisonBatch {
    /// Prompts' lengths: one position, less than a block, over a tile of 64.
    static let lengths = [1, 7, 33, 70]
    private static let blocks: [[Int32]] = [
        [17, 3], [4, 11], [9, 0, 15], [2, 19, 7, 12, 5],
    ]

    /// Rows that are asked for of the prompts.
    static let outputs = [0, 7, 40, 110, 3]

    /// The tokens of a prompt, of no meaning, others for each prompt.
    package static func tokens(_ count: Int, index: Int, vocabulary: Int) -> [Int32] {
        (0..<count).map { Int32(($0 * 31 + index * 7) % vocabulary) }
    }

    /// All prompts in one step.
    static func prompts(vocabulary: Int) -> TokenBatch {
        let batch = TokenBatch()
        for (index, length) in lengths.enumerated() {
            let tokens = tokens(length, index: index, vocabulary: vocabulary)
            batch.add(tokens, from: 0, blocks: blocks[index], sequenceLength: length)
        }
        batch.outputs = outputs
        return batch
    }

    /// The next position of each sequence, or of the last ones.
    static func next(vocabulary: Int, sequences: Int = lengths.count) -> TokenBatch {
        let batch = TokenBatch()
        for (index, length) in lengths.enumerated().suffix(sequences) {
            let token = Int32((length * 31 + index) % vocabulary)
            batch.add([token], from: length, blocks: blocks[index], sequenceLength: length + 1)
        }
        batch.outputs = Array(batch.rows.indices)
        return batch
    }

    /// So many positions of one sequence.
    static func one(rows: Int) -> TokenBatch {
        let batch = TokenBatch()
        let blocks = Array(0...Int32(rows / KVCache.positionsPerBlock))
        batch.add((0..<rows).map(Int32.init), from: 0, blocks: blocks, sequenceLength: rows)
        return batch
    }
}
