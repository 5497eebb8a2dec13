import CUDA

/// Products (kernels/gemm_float.cu, gemm_bf16.cu). Which tile computes them depends on the shape; the
/// bits do not.
extension CUDADifferentiableBackend {
    package func multiply(
        _ x: MatrixView, by w: MatrixView, bias: MatrixView?, into y: MatrixView, adding: Bool
    ) {
        attempt {
            try multiply(
                DeviceView(x), by: DeviceView(w), bias: bias.map { DeviceView($0).start } ?? .null,
                into: DeviceView(y), adding: adding)
        }
    }

    package func multiplyBackward(
        _ dY: MatrixView, by w: MatrixView, into dX: MatrixView, adding: Bool
    ) {
        attempt {
            try multiplyBackward(
                DeviceView(dY), by: DeviceView(w), into: DeviceView(dX), adding: adding)
        }
    }

    package func accumulate(
        _ dY: MatrixView, _ x: MatrixView, scale: Float, blocks: [Range<Int>], into dW: MatrixView
    ) {
        attempt {
            try accumulate(
                DeviceView(dY), DeviceView(x), scale: scale, blocks: blocks, into: DeviceView(dW))
        }
    }

    package func accumulateBias(_ dY: MatrixView, blocks: [Range<Int>], into db: MatrixView) {
        let (dY, db) = (DeviceView(dY), DeviceView(db))
        precondition(db.rows == 1 && db.width == dY.width, "shapes differ")
        attempt {
            let sums = try workspace.room(4 * blocks.count * db.width, for: "sums of biases")
            try kernels.columnSums.launch(
                grid: Extent((db.width + 31) / 32, blocks.count), block: 256, on: stream, sums,
                dY.start, dY.stride, workspace.upload(blocks, for: "blocks of biases"), db.width)
            try add(DevicePointer(sums), blocks: blocks.count, to: db)
        }
    }

    // MARK: The same of rows that are no matrix's

    func multiply(
        _ x: DeviceView, by w: DeviceView, bias: DevicePointer, into y: DeviceView, adding: Bool
    ) throws {
        precondition(x.rows == y.rows && w.rows == y.width && w.width == x.width, "shapes differ")
        try kernels.forward.launch(
            rows: y.rows, columns: y.width, multiprocessors: multiprocessors, on: stream, y.start,
            y.stride, x.start, x.stride, w.start, w.stride, bias, y.rows, w.rows, w.width,
            adding ? 1 : 0)
    }

    func multiplyBackward(
        _ dY: DeviceView, by w: DeviceView, into dX: DeviceView, adding: Bool
    ) throws {
        precondition(
            dY.rows == dX.rows && w.rows == dY.width && w.width == dX.width, "shapes differ")
        try kernels.backward.launch(
            rows: dX.rows, columns: dX.width, multiprocessors: multiprocessors, on: stream,
            dX.start, dX.stride, dY.start, dY.stride, w.start, w.stride, dX.rows, w.rows, w.width,
            adding ? 1 : 0)
    }

    func accumulate(
        _ dY: DeviceView, _ x: DeviceView, scale: Float, blocks: [Range<Int>], into dW: DeviceView
    ) throws {
        precondition(
            dY.rows == x.rows && dW.rows == dY.width && dW.width == x.width, "shapes differ")
        precondition(blocks.allSatisfy { $0.upperBound <= x.rows }, "blocks out of bounds")
        guard !blocks.isEmpty else { return }
        let bounds = try workspace.upload(blocks, for: "blocks of products")
        let tiles = (dW.rows + 63) / 64 * ((dW.width + 63) / 64)
        let atOnce = Self.mostPartBytes / (4 * dW.rows * dW.width)
        guard tiles < multiprocessors, blocks.count > 1, atOnce > 1 else {
            try kernels.weights.launch(
                rows: dW.rows, columns: dW.width, multiprocessors: multiprocessors, on: stream,
                dW.start, dW.stride, dY.start, dY.stride, x.start, x.stride, bounds, blocks.count,
                dW.rows, dW.width, scale)
            return
        }
        // Too few tiles for the GPU: blocks side by side, then their sums in order. The same bits.
        let parts = try workspace.room(
            4 * min(atOnce, blocks.count) * dW.rows * dW.width, for: "parts of gradients")
        for first in stride(from: 0, to: blocks.count, by: atOnce) {
            let count = min(atOnce, blocks.count - first)
            try kernels.weights.launch(
                rows: dW.rows, columns: dW.width, parts: count, multiprocessors: multiprocessors,
                on: stream, parts, dW.width, dY.start, dY.stride, x.start, x.stride,
                bounds.advanced(by: 8 * first), 0, dW.rows, dW.width, Float(1))
            try add(DevicePointer(parts), blocks: count, to: dW, scale: scale)
        }
    }

    /// y = y + scale · the blocks' sums, one after the other; `sums` is `[blocks, rows, width]`.
    func add(
        _ sums: DevicePointer, blocks: Int, to y: DeviceView, scale: Float = 1
    ) throws {
        try kernels.addSums.launch(
            grid: Extent((y.width + 127) / 128, y.rows), block: 128, on: stream, y.start, y.stride,
            sums, blocks, y.width, scale)
    }

    /// Most bytes of sums that wait to be added.
    private static let mostPartBytes = 256 << 20
}
