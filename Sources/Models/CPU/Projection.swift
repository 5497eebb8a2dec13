import CKernels

/// One or more matrices that are applied to the same input, their outputs side by side.
///
/// Query, key and value are one projection, gate and up another: one stage of work each.
struct Projection: Sendable {
    /// A matrix, its bias, and where its outputs begin.
    struct Part: Sendable {
        let matrix: WeightMatrix
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

    init(_ pieces: [(matrix: WeightMatrix, bias: [Float]?)]) {
        var parts: [Part] = []
        var units: [(part: Int, group: Int)] = []
        var offset = 0
        for (matrix, bias) in pieces {
            for group in stride(from: 0, to: matrix.groups, by: Self.groupsPerUnit) {
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
        parts.map { part in
            var matrix = part.matrix.matrix
            return Int(ck_matmul_scratch(&matrix, Int64(rows)))
        }.max() ?? 0
    }

    /// Computes one unit's outputs for `rows` rows of `x` (`xStride` floats apart).
    func run(
        unit: Int,
        into y: UnsafeMutablePointer<Float>,
        yStride: Int,
        from x: UnsafePointer<Float>,
        xStride: Int,
        rows: Int,
        accumulate: Bool,
        scratch: UnsafeMutablePointer<Float>,
        isa: ck_isa
    ) {
        let (index, group) = units[unit]
        let part = parts[index]
        var matrix = part.matrix.matrix
        let end = min(group + Self.groupsPerUnit, part.matrix.groups)
        func multiply(_ bias: UnsafePointer<Float>?) {
            ck_matmul_f32(
                y + part.offset,
                Int64(yStride),
                x,
                Int64(xStride),
                Int64(rows),
                &matrix,
                bias,
                accumulate ? 1 : 0,
                Int64(group),
                Int64(end),
                scratch,
                isa
            )
        }
        if let bias = part.bias {
            bias.withUnsafeBufferPointer { multiply($0.baseAddress) }
        } else {
            multiply(nil)
        }
    }
}
