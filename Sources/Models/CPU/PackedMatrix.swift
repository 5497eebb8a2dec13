import CKernels

/// A weight matrix in the form in which it is multiplied.
enum PackedMatrix: Sendable {
    /// With activations as 32-bit floats.
    case floats(WeightMatrix)
    /// With activations rounded to 8 bits.
    case integers(QuantizedMatrix)

    /// - Throws: `TensorError` if the element type cannot be decoded.
    init(_ weights: MatrixWeights, _ arithmetic: Arithmetic) throws {
        if arithmetic == .native, let matrix = QuantizedMatrix(weights) {
            self = .integers(matrix)
        } else {
            self = .floats(try WeightMatrix(weights))
        }
    }

    var rows: Int {
        switch self {
        case .floats(let matrix): matrix.rows
        case .integers(let matrix): Int(matrix.matrix.rows)
        }
    }

    var columns: Int {
        switch self {
        case .floats(let matrix): matrix.columns
        case .integers(let matrix): Int(matrix.matrix.columns)
        }
    }

    /// Floats of scratch that one worker needs for so many rows of activations.
    func scratch(rows: Int) -> Int {
        switch self {
        case .floats(let matrix):
            var matrix = matrix.matrix
            return Int(ck_matmul_scratch(&matrix, Int64(rows)))
        case .integers:
            return Int(ck_matmul_rounded_scratch(Int64(rows))) / MemoryLayout<Float>.size
        }
    }
}
