import CKernels
import Hashing

@testable import Compute

/// Instruction sets that this CPU has.
let instructionSets: [ck_isa] = [CK_ISA_PLAIN, CK_ISA_AVX2, CK_ISA_AVX512]
    .filter { $0.rawValue <= ck_isa_best().rawValue }

let arithmetics: [ProductArithmetic] = [.float32, .bf16]

/// A small matrix in the middle of a wider one, as the operands of fused products are.
struct RandomMatrix {
    let rows: Int
    let width: Int
    /// Row by row, without the columns around.
    let values: [Float]

    /// Numbers from -½ to ½.
    init(rows: Int, width: Int, scale: Float = 1, random: inout SplitMix64) {
        (self.rows, self.width) = (rows, width)
        values = (0..<rows * width).map { _ in scale * (Float(random.uniform()) - 0.5) }
    }

    init(rows: Int, width: Int, values: [Float]) {
        (self.rows, self.width, self.values) = (rows, width, values)
    }

    /// What a product multiplies as activations or gradients.
    func rounded(for arithmetic: ProductArithmetic) -> RandomMatrix {
        guard arithmetic == .bf16 else { return self }
        let rounded = values.map { value in
            let bits = value.bitPattern
            return Float(bitPattern: (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff_0000)
        }
        return RandomMatrix(rows: rows, width: width, values: rounded)
    }

    /// What a product multiplies as weights.
    func dithered(for arithmetic: ProductArithmetic) -> RandomMatrix {
        guard arithmetic == .bf16 else { return self }
        let rounded = values.indices.map { index in
            let dither =
                UInt32(index / width) &* CK_DITHER_ROW &+ UInt32(index % width)
                &* CK_DITHER_COLUMN
            return Float(
                bitPattern: (values[index].bitPattern + dither >> 16) & 0xffff_0000)
        }
        return RandomMatrix(rows: rows, width: width, values: rounded)
    }

    subscript(row: Int, column: Int) -> Double { Double(values[row * width + column]) }

    /// A copy on a backend, with `margin` columns around it.
    func view(on backend: CPUDifferentiableBackend, margin: Int = 0) throws -> MatrixView {
        let matrix = try backend.makeMatrix(rows: rows, width: width + 2 * margin)
        let view = MatrixView(matrix, rows: 0..<rows, columns: margin..<margin + width)
        try backend.write(values, to: view)
        return view
    }

    func matrix(on backend: CPUDifferentiableBackend) throws -> FloatMatrix {
        try view(on: backend).matrix
    }
}

extension MatrixView {
    /// The bits of a whole matrix, columns around the view included.
    var bits: [UInt32] {
        (0..<matrix.rows * matrix.width).map { matrix.floats[$0].bitPattern }
    }

    func values(on backend: CPUDifferentiableBackend) throws -> [Float] {
        var floats = [Float](repeating: 0, count: rowCount * width)
        try backend.read(self, into: &floats)
        return floats
    }
}

/// The greatest difference of any element from the reference.
func worstDifference(_ values: [Float], _ reference: [Double]) -> Double {
    precondition(values.count == reference.count, "as many values as references")
    return zip(values, reference).map { abs(Double($0) - $1) }.max() ?? 0
}
