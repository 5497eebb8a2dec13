package import Models

/// Cosines and sines of every position, in a device's memory, for training.
package final class RotaryAngles {
    /// `[positions, pairs]` of cosines, then of sines.
    let short: FloatMatrix
    /// Of positions in sequences longer than ``shortLimit``; nil if there is one set.
    let long: FloatMatrix?
    let pairs: Int
    let positions: Int
    let shortLimit: Int

    /// Makes the table for `positions` positions.
    package init(
        _ rotary: RotaryEmbedding, positions: Int, on backend: any DifferentiableBackend
    ) throws {
        let table = RotaryTable(rotary, positions: positions)
        pairs = table.pairs
        self.positions = positions
        shortLimit = rotary.shortLimit ?? .max
        let (cosines, sines) = table.joined
        let (count, pairs) = (positions * table.pairs, table.pairs)
        func matrix(from first: Int) throws -> FloatMatrix {
            let matrix = try backend.makeMatrix(rows: 2 * positions, width: pairs)
            let part = first..<first + count
            try backend.write(Array(cosines[part]), to: matrix.all.rows(0..<positions))
            try backend.write(Array(sines[part]), to: matrix.all.rows(positions..<2 * positions))
            return matrix
        }
        short = try matrix(from: 0)
        long = cosines.count > count ? try matrix(from: count) : nil
    }

    /// The table for rows of a sequence of this length.
    func table(forLength length: Int) -> FloatMatrix {
        length > shortLimit ? long ?? short : short
    }
}
