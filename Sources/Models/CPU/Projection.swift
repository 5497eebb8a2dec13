import CKernels

/// One or more matrices that are applied to the same input, their outputs side by side.
///
/// Query, key and value are one projection, gate and up another: one stage of work each.
struct Projection: Sendable {
    /// A matrix, its bias, and where its outputs begin.
    struct Part: Sendable {
        let matrix: PackedMatrix
        let bias: [Float]?
        let offset: Int
    }

    /// Groups of 16 outputs that one unit of work computes: one panel of the widest kernel.
    private static let groupsPerUnit = 3

    let parts: [Part]
    /// Width of the outputs.
    let width: Int
    /// Width of the input.
    let inputs: Int
    /// Pieces of work that any worker can take, as (part, first group).
    let units: [(part: Int, group: Int)]

    init(_ pieces: [(matrix: PackedMatrix, bias: [Float]?)]) {
        var parts: [Part] = []
        var units: [(part: Int, group: Int)] = []
        var offset = 0
        for (matrix, bias) in pieces {
            for group in stride(from: 0, to: (matrix.rows + 15) / 16, by: Self.groupsPerUnit) {
                units.append((parts.count, group))
            }
            parts.append(Part(matrix: matrix, bias: bias, offset: offset))
            offset += matrix.rows
        }
        (self.parts, self.units, width) = (parts, units, offset)
        inputs = parts.first?.matrix.columns ?? 0
    }

    /// Floats of scratch that one worker needs for `rows` rows.
    func scratch(rows: Int) -> Int {
        parts.map { $0.matrix.scratch(rows: rows) }.max() ?? 0
    }

    /// Computes one unit's outputs for `rows` rows of `x` from the `first` on.
    func run(
        unit: Int,
        into y: UnsafeMutablePointer<Float>,
        from x: OperandBuffer,
        first: Int,
        rows: Int,
        accumulate: Bool,
        scratch: UnsafeMutablePointer<Float>,
        workers: Int,
        isa: ck_isa
    ) {
        let (index, group) = units[unit]
        // Units are claimed in turn, so that this worker's next one is likely so many further.
        let next = unit + workers < units.count ? units[unit + workers] : (part: -1, group: 0)
        let part = parts[index]
        let end = min(group + Self.groupsPerUnit, (part.matrix.rows + 15) / 16)
        func multiply(_ bias: UnsafePointer<Float>?) {
            switch part.matrix {
            case .floats(let weights):
                var matrix = weights.matrix
                ck_matmul_f32(
                    y + part.offset, Int64(width), x.row(first), Int64(x.width), Int64(rows),
                    &matrix, bias, accumulate ? 1 : 0, Int64(group), Int64(end), scratch, isa)
            case .integers(let weights):
                guard let tiles = x.tiles(from: first) else {
                    preconditionFailure("the operand was made without tiles")
                }
                var matrix = weights.matrix
                ck_matmul_rounded(
                    y + part.offset, Int64(width), tiles, Int64(rows), &matrix, bias,
                    accumulate ? 1 : 0, Int64(group), Int64(end),
                    next.part == index ? Int64(next.group) : -1, scratch, isa)
            }
        }
        if let bias = part.bias {
            bias.withUnsafeBufferPointer { multiply($0.baseAddress) }
        } else {
            multiply(nil)
        }
    }
}
