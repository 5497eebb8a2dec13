import CUDA
import Models

/// Matrix products. Which kernel runs depends on the number of rows; the bits do not.
extension CUDABackend {
    package func project(_ x: Operand, by matrix: MatrixHandle, into y: Activations) {
        // The activation may take it in.
        postpone(PostponedProduct(x: self[x], matrix: self[matrix], y: y, rows: self[y]))
    }

    func put(_ product: PostponedProduct) {
        attempt { [self] in
            try multiply(
                product.x.row(0), rows: step.rowCount, by: product.matrix,
                into: product.rows.row(0))
        }
    }

    /// Puts a product and its activation at once, if they can be: the same bits without the floats in
    /// between.
    func put(
        _ product: PostponedProduct, as kind: ModelConfiguration.FeedForward, into y: DeviceRows
    ) -> Bool {
        guard kind.isGated, y.width % 16 == 0, product.matrix.scales == nil,
            product.matrix.outputs == 2 * y.width,
            let gated = wideProduct(kernels.gated, outputs: 2 * y.width, rows: step.rowCount)
        else { return false }
        let matrix = product.matrix
        attempt { [self] in
            let rows = step.rowCount
            try gated.launch(
                outputs: 2 * y.width, rows: rows, on: stream, y.memory, product.rows.memory,
                product.x.memory, matrix.fragments, matrix.biasPointer, rows, y.width,
                matrix.columns, y.stride, kind == .geGLU ? 1 : 0)
        }
        return true
    }

    package func project(_ x: Operand, by matrix: MatrixHandle, addingTo y: Activations) {
        let (x, y) = (self[x], self[y])
        attempt { [self] in
            try multiply(
                x.row(0), rows: step.rowCount, by: self[matrix], into: y.row(0), adding: true)
        }
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

/// A product that was asked for and not put into the stream yet.
struct PostponedProduct {
    let x: DeviceRows
    let matrix: DeviceMatrix
    let y: Activations
    let rows: DeviceRows
}
