package import CUDA

/// Operands in 8-bit floats: rows of activations are rounded to them before each product.
extension CUDABackend {
    /// Room for the rounded rows of a matrix with so many inputs, and for their scales.
    package func roundedRows(inputs: Int) throws -> (values: DeviceMemory, scales: DeviceMemory) {
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
}
