import CKernels
package import Models

extension CPUDifferentiableBackend {
    package func activate(
        _ x: MatrixView, as kind: ModelConfiguration.FeedForward, into y: MatrixView
    ) {
        checkWidths(x, kind, y)
        let (from, to, width, isa) = (RowPointer(x), RowPointer(y), y.width, isa)
        shareRows(x.rowCount, width: x.width) { row in
            let (x, y, count) = (from.row(row), to.row(row), Int64(width))
            switch kind {
            case .swiGLU: ck_swiglu_f32(y, x, x + width, count, isa)
            case .geGLU: ck_geglu_f32(y, x, x + width, count, isa)
            case .squaredReLU: ck_activate_squared_relu_f32(y, x, count, isa)
            }
        }
    }

    package func activateBackward(
        _ dY: MatrixView, x: MatrixView, as kind: ModelConfiguration.FeedForward,
        into dX: MatrixView
    ) {
        checkWidths(x, kind, dY)
        precondition(x.rowCount == dX.rowCount && x.width == dX.width, "shapes differ")
        let (gradient, from, to) = (RowPointer(dY), RowPointer(x), RowPointer(dX))
        let (width, isa) = (dY.width, isa)
        shareRows(x.rowCount, width: x.width) { row in
            let (dY, x, dX) = (gradient.row(row), from.row(row), to.row(row))
            let count = Int64(width)
            switch kind {
            case .swiGLU: ck_swiglu_backward_f32(dX, dX + width, dY, x, x + width, count, isa)
            case .geGLU: ck_geglu_backward_f32(dX, dX + width, dY, x, x + width, count, isa)
            case .squaredReLU: ck_squared_relu_backward_f32(dX, dY, x, count, isa)
            }
        }
    }

    private func checkWidths(
        _ x: MatrixView, _ kind: ModelConfiguration.FeedForward, _ y: MatrixView
    ) {
        precondition(x.rowCount == y.rowCount, "shapes differ")
        precondition(x.width == (kind.isGated ? 2 : 1) * y.width, "shapes differ")
    }
}
