import CKernels

/// One or more matrices that are applied to the same input, their outputs side by side.
///
/// Query, key and value are one projection, gate and up another: one stage of work each.
struct Projection: Sendable {
    /// A matrix, its bias, and where its outputs begin.
    private struct Part: @unchecked Sendable {
        let matrix: PackedMatrix
        let bias: UnsafePointer<Float>?
        let offset: Int
    }

    /// Groups of 16 outputs that one unit of work computes: one panel of the widest kernel.
    private static let groupsPerUnit = 3

    /// Width of the outputs.
    let width: Int
    /// Pieces of work that any worker can take, as (part, first group).
    let units: [(part: Int, group: Int)]

    /// Low-rank changes of the matrices, computed beside them; nil for none.
    var change: LowRankProjection?

    private let parts: [Part]
    /// Own the memory of the parts.
    private let matrices: [WeightMatrix]

    init(_ matrices: [WeightMatrix]) {
        var parts: [Part] = []
        var units: [(part: Int, group: Int)] = []
        var offset = 0
        for matrix in matrices {
            let rows = matrix.packed.rows
            for group in stride(from: 0, to: (rows + 15) / 16, by: Self.groupsPerUnit) {
                units.append((parts.count, group))
            }
            parts.append(Part(matrix: matrix.packed, bias: matrix.bias, offset: offset))
            offset += rows
        }
        (self.parts, self.units, self.matrices, width) = (parts, units, matrices, offset)
    }

    /// Floats of scratch that one worker needs for `rows` rows.
    func scratch(rows: Int) -> Int {
        parts.map { $0.matrix.scratch(rows: rows) }.max() ?? 0
    }

    /// Computes one unit's outputs for `rows` rows of `x` from the `first` on.
    ///
    /// - Parameters:
    ///   - workers: How many share the units.
    ///   - reduced: The rows of x·Aᵀ, if there is a ``change``.
    func run(
        unit: Int,
        into y: UnsafeMutablePointer<Float>,
        from x: OperandRows,
        first: Int,
        rows: Int,
        accumulate: Bool,
        scratch: UnsafeMutablePointer<Float>,
        workers: Int,
        isa: ck_isa,
        reduced: Rows? = nil
    ) {
        let (index, group) = units[unit]
        let part = parts[index]
        let end = min(group + Self.groupsPerUnit, (part.matrix.rows + 15) / 16)
        switch part.matrix {
        case .floats(var matrix):
            ck_matmul_f32(
                y + part.offset, Int64(width), x.row(first), Int64(x.width), Int64(rows), &matrix,
                part.bias, accumulate ? 1 : 0, Int64(group), Int64(end), scratch, isa)
        case .integers(var matrix):
            guard let tiles = x.tiles(from: first) else {
                preconditionFailure("the operand was made without tiles")
            }
            ck_matmul_rounded(
                y + part.offset, Int64(width), tiles, Int64(rows), &matrix, part.bias,
                accumulate ? 1 : 0, Int64(group), Int64(end), next(after: unit, workers), scratch,
                isa)
        case .bf16(let matrix):
            guard let bf16 = x.bf16(from: first) else {
                preconditionFailure("the operand was made without bfloat16 rows")
            }
            ck_matmul_bf16(
                y + part.offset, Int64(width), bf16, Int64(x.width), Int64(rows), matrix.data,
                Int64(matrix.rows), Int64(matrix.columns), part.bias, accumulate ? 1 : 0,
                Int64(group), Int64(end), ck_bf16_is_fast(), isa)
        }
        guard let reduced, let up = change?.ups[index], var matrix = up.matrix else { return }
        ck_matmul_f32(
            y + part.offset, Int64(width), reduced.floats + up.input, Int64(reduced.width),
            Int64(rows), &matrix, nil, 1, Int64(group), Int64(end), scratch, isa)
    }

    /// The group that this worker likely computes next, since units are claimed in turn; -1 if it is
    /// another matrix's.
    private func next(after unit: Int, _ workers: Int) -> Int64 {
        guard unit + workers < units.count, units[unit + workers].part == units[unit].part else {
            return -1
        }
        return Int64(units[unit + workers].group)
    }
}
