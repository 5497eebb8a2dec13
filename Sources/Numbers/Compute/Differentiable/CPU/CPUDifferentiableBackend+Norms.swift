import CKernels
import Models

extension CPUDifferentiableBackend {
    package func normalise(_ x: MatrixView, by norm: NormParameters, into y: MatrixView) {
        precondition(x.rowCount == y.rowCount && x.width == y.width, "shapes differ")
        let (heads, shape) = (heads(of: x, by: norm), norm.shape)
        let (from, to, isa) = (RowPointer(x), RowPointer(y), isa)
        share(x.rowCount, by: Self.rowsOfUnit(width: x.width)) { rows, _ in
            var shape = shape
            for row in rows { ck_normalise_f32(to.row(row), from.row(row), heads, &shape, isa) }
        }
    }

    package func normaliseBackward(
        _ dY: MatrixView, x: MatrixView, by norm: NormParameters, into dX: MatrixView,
        adding: Bool, dGain: FloatMatrix?, dBias: FloatMatrix?, blocks: [Range<Int>]
    ) {
        precondition(x.rowCount == dY.rowCount && x.width == dY.width, "shapes differ")
        precondition(x.rowCount == dX.rowCount && x.width == dX.width, "shapes differ")
        let (heads, shape, width) = (heads(of: x, by: norm), norm.shape, norm.width)
        let (gradient, from, to, isa) = (RowPointer(dY), RowPointer(x), RowPointer(dX), isa)
        func differentiate(
            _ rows: Range<Int>, _ gain: UnsafeMutablePointer<Float>?,
            _ bias: UnsafeMutablePointer<Float>?
        ) {
            var shape = shape
            for row in rows {
                ck_normalise_backward_f32(
                    to.row(row), gain, bias, gradient.row(row), from.row(row), heads, &shape,
                    adding ? 1 : 0, isa)
            }
        }

        guard dGain != nil || dBias != nil else {
            share(x.rowCount, by: Self.rowsOfUnit(width: x.width)) { rows, _ in
                differentiate(rows, nil, nil)
            }
            return
        }
        checkBlocks(blocks, cover: x.rowCount)
        // Each block's sums of gain, then of bias.
        let sums = Rows(
            floats: workspace(shared: blocks.count * 2 * width, each: 0).shared, width: 2 * width)
        let (hasGain, hasBias) = (dGain != nil, dBias != nil)
        team.run(blocks.count) { block, _ in
            let sum = sums.row(block)
            sum.update(repeating: 0, count: 2 * width)
            differentiate(blocks[block], hasGain ? sum : nil, hasBias ? sum + width : nil)
        }
        for block in blocks.indices {
            if let dGain { ck_add_scaled_f32(dGain.floats, sums.row(block), 1, Int64(width), isa) }
            if let dBias {
                ck_add_scaled_f32(dBias.floats, sums.row(block) + width, 1, Int64(width), isa)
            }
        }
    }

    private func heads(of x: MatrixView, by norm: NormParameters) -> Int64 {
        precondition(x.width % norm.width == 0, "a row is whole heads of the norm's width")
        return Int64(x.width / norm.width)
    }

    /// Sums over rows need blocks that follow each other and hold every row.
    private func checkBlocks(_ blocks: [Range<Int>], cover rows: Int) {
        var end = 0
        for block in blocks {
            precondition(block.lowerBound == end, "blocks do not follow each other")
            end = block.upperBound
        }
        precondition(end == rows, "blocks do not hold every row")
    }
}

extension NormParameters {
    /// What the kernels read; valid while the parameters live.
    fileprivate var shape: ck_norm_shape {
        let isCentred = if case .layer = kind { true } else { false }
        return ck_norm_shape(
            gain: UnsafePointer(gain.floats), bias: bias.map { UnsafePointer($0.floats) },
            width: Int64(width), offset: gainOffset, epsilon: epsilon, centred: isCentred ? 1 : 0)
    }
}
