import Models

/// The low-rank changes of a projection's matrices: `y += (x·Aᵀ)·(scale·B)ᵀ`, in float32.
///
/// Source: Hu et al. 2021 (arXiv:2106.09685).
final class LowRankProjection: Sendable {
    /// All A side by side.
    let down: Projection
    /// Each B, from its A's columns to its matrix's outputs.
    let up: Projection

    /// Nil if no matrix has a change.
    init?(_ parts: [MatrixWeights]) throws {
        var downs: [WeightMatrix] = []
        var ups: [(matrix: WeightMatrix, offset: Int, input: Int)] = []
        var (offset, rank) = (0, 0)
        for part in parts {
            if let change = part.change {
                downs.append(try WeightMatrix(MatrixWeights(change.down), []))
                ups.append((try WeightMatrix(MatrixWeights(change.up), []), offset, rank))
                rank += change.down.rowCount
            }
            offset += part.rows.count
        }
        guard !downs.isEmpty else { return nil }
        (down, up) = (Projection(downs), Projection(ups, width: offset))
    }
}
