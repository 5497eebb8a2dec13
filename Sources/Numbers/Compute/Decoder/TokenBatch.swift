/// The tokens of one step, from any number of sequences, and the rows that are asked for.
///
/// A class, so that the engine and the backend share one memory: a step allocates nothing.
package final class TokenBatch {
    /// One row of the step.
    package struct Row {
        /// A token's id, or ``TokenBatch/drawnToken(_:)``.
        let token: Int32
        /// The position in its sequence, from 0.
        let position: Int
        /// Where its sequence's block numbers begin in ``TokenBatch/tables``.
        let table: Int
        /// Length of its sequence, with all tokens that are known.
        let sequenceLength: Int
    }

    package private(set) var rows: [Row] = []
    /// Rows whose final hidden state is wanted, in the order in which it is given back.
    package var outputs: [Int] = []
    private(set) var tables: [Int32] = []

    package init() {}

    /// The placeholder for the token that row `index` of the last draw got on the device; only for a
    /// ``SamplingBackend``.
    package static func drawnToken(_ index: Int) -> Int32 { -1 - Int32(index) }

    /// Adds consecutive tokens of one sequence, whose block numbers are `blocks`.
    ///
    /// - Parameter sequenceLength: All tokens of the sequence that are known, for models whose
    ///   positions are rotated differently in long sequences (``RotaryEmbedding/shortLimit``); a
    ///   sequence that grows past that limit has to be computed again.
    /// - Returns: The first one's row.
    @discardableResult
    package func add(
        _ tokens: some Sequence<Int32>,
        from position: Int,
        blocks: [Int32],
        sequenceLength: Int
    ) -> Int {
        let first = rows.count
        let table = tables.count
        tables.append(contentsOf: blocks)
        for (offset, token) in tokens.enumerated() {
            rows.append(
                Row(
                    token: token,
                    position: position + offset,
                    table: table,
                    sequenceLength: sequenceLength
                )
            )
        }
        return first
    }

    /// Empties the batch and keeps its memory.
    package func removeAll() {
        rows.removeAll(keepingCapacity: true)
        outputs.removeAll(keepingCapacity: true)
        tables.removeAll(keepingCapacity: true)
    }
}
