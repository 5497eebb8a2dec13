import CUDA
package import Models

/// Matrix products. Which kernel runs depends on the number of rows; the bits do not.
extension CUDABackend {
    package func project(_ x: Operand, by matrix: MatrixHandle, into y: Activations) {
        let (x, matrix, y) = (self[x], self[matrix], self[y])
        attempt { [self] in
            try multiply(x.row(0), rows: step.rowCount, by: matrix, into: y.row(0))
        }
    }

    package func project(_ x: Operand, by matrix: MatrixHandle, addingTo y: Activations) {
        let (x, y) = (self[x], self[y])
        attempt { [self] in
            try multiply(
                x.row(0), rows: step.rowCount, by: self[matrix], into: y.row(0), adding: true)
        }
    }

    package func project(
        _ x: Operand, by matrix: MatrixHandle, activatedAs kind: ModelConfiguration.FeedForward,
        into y: Operand
    ) {
        let (x, matrix, y) = (self[x], self[matrix], self[y])
        precondition(matrix.outputs == expanded.width, "no feed-forward's matrix")
        let gated = gatedProduct(matrix, as: kind, into: y)
        attempt { [self] in
            let rows = step.rowCount
            guard let gated else {
                try multiply(x.row(0), rows: rows, by: matrix, into: expanded.row(0))
                try activate(expanded, rows: rows, as: kind, into: y)
                return
            }
            try gated.launch(
                outputs: 2 * y.width, rows: rows, on: stream, y.memory, expanded.memory, x.memory,
                matrix.fragments, matrix.biasPointer, rows, y.width, matrix.columns, y.stride,
                kind == .geGLU ? 1 : 0)
        }
    }

    /// The kernel that activates what it multiplies, without the floats in between; nil where the
    /// step's rows, the activation or the format of the weights has none. The bits are the same.
    private func gatedProduct(
        _ matrix: DeviceMatrix, as kind: ModelConfiguration.FeedForward, into y: DeviceRows
    ) -> WideProduct? {
        guard kind.isGated, y.width % 16 == 0, matrix.scales == nil, matrix.outputs == 2 * y.width
        else { return nil }
        return wideProduct(kernels.gated, outputs: 2 * y.width, rows: step.rowCount)
    }

    /// y = x·Wᵀ + b, or y + x·Wᵀ + b, then bent by the cap: rows of `matrix.outputs` floats.
    func multiply(
        _ x: DevicePointer,
        rows: Int,
        by matrix: DeviceMatrix,
        into y: DevicePointer,
        adding: Bool = false,
        softCap: Float? = nil
    ) throws {
        guard rows > 0 else { return }
        if let scales = matrix.scales {
            let (x, rowScales) = try roundedToFP8(x, rows: rows, for: matrix)
            try launch(
                kernels.narrowFP8, kernels.wideFP8, rows: rows, matrix, adding, softCap, y, x,
                matrix.fragments, matrix.biasPointer, rowScales, scales)
            return
        }
        try launch(
            kernels.narrow, kernels.wide, rows: rows, matrix, adding, softCap, y, x,
            matrix.fragments, matrix.biasPointer)
    }

    /// Puts that of the kernels which suits the number of rows. All of them take `operands` first, then
    /// the product's shape, then what is done with its sums.
    private func launch<each Operand: KernelArgument>(
        _ narrow: [NarrowProduct], _ wide: [WideProduct], rows: Int, _ matrix: DeviceMatrix,
        _ adding: Bool, _ softCap: Float?, _ operands: repeat each Operand
    ) throws {
        let (outputs, columns) = (matrix.outputs, matrix.columns)
        let (adding, cap) = (adding ? 1 : 0, softCap ?? 0)
        if let product = narrow.first(where: { rows <= $0.rows }),
            let figures = product.figures(outputs: outputs, inputs: columns)
        {
            try product.kernel.launch(
                grid: Extent(figures.blocks), block: figures.threads, sharedBytes: figures.shared,
                on: stream, repeat each operands, rows, outputs, columns, figures.depth, adding,
                cap)
            return
        }
        let product = wideProduct(wide, outputs: outputs, rows: rows) ?? wide[0]
        try product.launch(
            outputs: outputs, rows: rows, on: stream, repeat each operands, rows, outputs, columns,
            adding, cap)
    }

    /// The largest tile with which every multiprocessor still has work.
    func wideProduct(
        _ products: [WideProduct], outputs: Int, rows: Int
    ) -> WideProduct? {
        products.last {
            $0.tile.rows <= rows.rounded(upTo: 64)
                && $0.blocks(outputs: outputs, rows: rows) >= multiprocessors
        }
    }
}
