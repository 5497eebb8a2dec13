import CUDA

/// Products of 8-bit floats: activations are rounded to them row by row, before each product.
extension CUDABackend {
    /// Room for the rounded rows of a matrix with so many inputs, and for their scales.
    func roundedRows(inputs: Int) throws -> (values: DeviceMemory, scales: DeviceMemory) {
        let rows =
            limits.rows * (configuration.experts?.used ?? 1) + (configuration.experts?.count ?? 0)
        return (
            try workspace.room(rows * inputs.rounded(upTo: 64), for: "8-bit activations"),
            try workspace.room(rows * 4, for: "scales of activations")
        )
    }

    /// Rounds rows of an operand to E4M3, each by its own scale.
    func roundedToFP8(
        _ x: DevicePointer, rows: Int, for matrix: DeviceMatrix
    ) throws -> (values: DeviceMemory, scales: DeviceMemory) {
        let rounded = try roundedRows(inputs: matrix.inputs)
        try kernels.roundToFP8.launch(
            grid: Extent(rows), block: 256, on: stream, rounded.values, rounded.scales, x,
            matrix.inputs, matrix.paddedInputs, 2 * matrix.columns)
        return rounded
    }

    func multiplyFP8(
        _ x: DeviceMemory, _ rowScales: DeviceMemory, rows: Int, by matrix: DeviceMatrix,
        _ scales: DeviceMemory, into y: DevicePointer, adding: Bool, softCap: Float?
    ) throws {
        let (outputs, columns) = (matrix.outputs, matrix.columns)
        let (adding, cap) = (adding ? 1 : 0, softCap ?? 0)
        if let product = kernels.narrowFP8.first(where: { rows <= $0.rows }),
            let figures = product.figures(outputs: outputs, inputs: columns)
        {
            try product.kernel.launch(
                grid: Extent(figures.blocks), block: figures.threads, sharedBytes: figures.shared,
                on: stream, y, x, matrix.fragments, matrix.biasPointer, rowScales, scales, rows,
                outputs, columns, figures.depth, adding, cap)
            return
        }
        let product =
            wideProduct(kernels.wideFP8, outputs: outputs, rows: rows) ?? kernels.wideFP8[0]
        try product.launch(
            outputs: outputs, rows: rows, on: stream, y, x, matrix.fragments, matrix.biasPointer,
            rowScales, scales, rows, outputs, columns, adding, cap)
    }
}
