import CKernels
import Checkpoints

/// A matrix of bfloat16, pairs of columns side by side.
struct BF16Matrix {
    let data: UnsafePointer<UInt16>
    let rows: Int
    let columns: Int
}

/// A weight matrix in the form in which it is multiplied. Somebody else owns its memory.
enum PackedMatrix: @unchecked Sendable {
    /// With activations as 32-bit floats.
    case floats(ck_matrix)
    /// With activations rounded to 8 bits.
    case integers(ck_quantized)
    /// With activations rounded to bfloat16.
    case bf16(BF16Matrix)

    var rows: Int {
        switch self {
        case .floats(let matrix): Int(matrix.rows)
        case .integers(let matrix): Int(matrix.rows)
        case .bf16(let matrix): matrix.rows
        }
    }

    var columns: Int {
        switch self {
        case .floats(let matrix): Int(matrix.columns)
        case .integers(let matrix): Int(matrix.columns)
        case .bf16(let matrix): matrix.columns
        }
    }

    /// Floats of scratch that one worker needs for so many rows of activations.
    func scratch(rows: Int) -> Int {
        switch self {
        case .floats(var matrix):
            return Int(ck_matmul_scratch(&matrix, Int64(rows)))
        case .integers:
            return Int(ck_matmul_rounded_scratch(Int64(rows))) / MemoryLayout<Float>.size
        case .bf16:
            return 0
        }
    }
}
