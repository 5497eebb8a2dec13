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
                grid: Extent((db.width + 127) / 128, blocks.count), block: 128, on: stream, sums,
                dY.start, dY.stride, workspace.upload(blocks, for: "blocks of biases"), db.width)
            try kernels.addSums.launch(
                grid: Extent((db.width + 127) / 128), block: 128, on: stream, db.start, sums,
                blocks.count, db.width)
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
        try kernels.weights.launch(
            rows: dW.rows, columns: dW.width, multiprocessors: multiprocessors, on: stream,
            dW.start, dW.stride, dY.start, dY.stride, x.start, x.stride,
            workspace.upload(blocks, for: "blocks of products"), blocks.count, dW.rows, dW.width,
            scale)
    }
}
