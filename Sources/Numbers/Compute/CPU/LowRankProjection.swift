import CKernels
import Models

/// The low-rank changes of a projection's matrices: `y += (x·Aᵀ)·(scale·B)ᵀ`, in float32.
///
/// x·Aᵀ is computed first, for all matrices; what B makes of it is added by the unit of work that
/// computes the same outputs of the matrix, so that a change costs no further round of the team.
/// Source: Hu et al. 2021 (arXiv:2106.09685).
final class LowRankProjection: @unchecked Sendable {
    /// B of a matrix, nil if that has no change, and the first of its A's columns.
    struct Up {
        let matrix: ck_matrix?
        let input: Int
    }

    /// All A side by side.
    let down: Projection
    /// For each matrix of the projection.
    let ups: [Up]

    /// Own the memory of ``ups``, which nothing changes.
    private let matrices: [WeightMatrix]

    /// Nil if no matrix has a change.
    init?(_ parts: [MatrixWeights]) throws {
        var (downs, ups, matrices) = ([WeightMatrix](), [Up](), [WeightMatrix]())
        var rank = 0
        for part in parts {
            guard let change = part.change else {
                ups.append(Up(matrix: nil, input: rank))
                continue
            }
            downs.append(try WeightMatrix(MatrixWeights(change.down), []))
            let up = try WeightMatrix(MatrixWeights(change.up), [])
            guard case .floats(let matrix) = up.packed else {
                preconditionFailure("a change is in float32")
            }
            matrices.append(up)
            ups.append(Up(matrix: matrix, input: rank))
            rank += change.down.rowCount
        }
        guard !downs.isEmpty else { return nil }
        (down, self.ups, self.matrices) = (Projection(downs), ups, matrices)
    }

    /// Floats of scratch that one worker needs for `rows` rows.
    func scratch(rows: Int) -> Int {
        let largest = matrices.map { $0.packed.scratch(rows: rows) }.max() ?? 0
        return max(down.scratch(rows: rows), largest)
    }
}
