import CUDA
package import Models

/// Operations on one row at a time (kernels/rows_float.cu, gather_rows.cu, activate_float.cu,
/// rotate_float.cu, row_sums.cu).
extension CUDADifferentiableBackend {
    package func fill(_ x: MatrixView, with value: Float) {
        let x = DeviceView(x)
        let shape = flattened(x)
        attempt {
            try kernels.fill.launch(
                grid: shape.grid, block: 256, on: stream, x.start, x.stride, shape.rows,
                shape.width, value)
        }
    }

    package func copy(_ x: MatrixView, into y: MatrixView) {
        let (x, y) = pair(x, y)
        let shape = flattened(x, y)
        attempt {
            try kernels.copy.launch(
                grid: shape.grid, block: 256, on: stream, y.start, y.stride, x.start, x.stride,
                shape.rows, shape.width)
        }
    }

    package func add(_ x: MatrixView, to y: MatrixView) { add(x, scaledBy: 1, to: y) }

    package func add(_ x: MatrixView, scaledBy scale: Float, to y: MatrixView) {
        let (x, y) = pair(x, y)
        let shape = flattened(x, y)
        attempt {
            try kernels.add.launch(
                grid: shape.grid, block: 256, on: stream, y.start, y.stride, x.start, x.stride,
                shape.rows, shape.width, scale)
        }
    }

    package func scaleRows(_ x: MatrixView, by factors: [Float]) {
        let x = DeviceView(x)
        precondition(factors.count == x.rows, "a factor a row")
        attempt {
            try kernels.scale.launch(
                grid: grid(rows: x.rows, width: x.width), block: 256, on: stream, x.start,
                x.stride, workspace.upload(factors, for: "factors of rows"), x.rows,
                Int64(x.width))
        }
    }

    package func rowProducts(_ x: MatrixView, _ y: MatrixView) throws -> [Float] {
        let (x, y) = pair(x, y)
        return try attemptNow {
            let products = try workspace.room(4 * x.rows, for: "products of rows")
            try kernels.rowProducts.launch(
                grid: Extent(x.rows), block: 128, sharedBytes: 128 * 8, on: stream, products,
                x.start, x.stride, y.start, y.stride, x.width)
            return try products.read(x.rows, of: Float.self, on: stream)
        }
    }

    package func activate(
        _ x: MatrixView, as kind: ModelConfiguration.FeedForward, into y: MatrixView
    ) {
        let (x, y) = (DeviceView(x), DeviceView(y))
        precondition(x.rows == y.rows && x.width == y.width * kind.inputs, "shapes differ")
        attempt {
            try kernels.activate.launch(
                grid: grid(rows: y.rows, width: y.width), block: 256, on: stream, y.start,
                y.stride, x.start, x.stride, y.rows, y.width, kind.number)
        }
    }

    package func activateBackward(
        _ dY: MatrixView, x: MatrixView, as kind: ModelConfiguration.FeedForward,
        into dX: MatrixView
    ) {
        let (dY, (x, dX)) = (DeviceView(dY), pair(x, dX))
        precondition(x.rows == dY.rows && x.width == dY.width * kind.inputs, "shapes differ")
        attempt {
            try kernels.activateBackward.launch(
                grid: grid(rows: dY.rows, width: dY.width), block: 256, on: stream, dX.start,
                dX.stride, dY.start, dY.stride, x.start, x.stride, dY.rows, dY.width, kind.number)
        }
    }

    package func rotate(
        _ x: MatrixView, batch: PackedBatch, by rotary: RotaryAngles, headDimension: Int,
        backward: Bool
    ) {
        let x = DeviceView(x)
        precondition(x.rows == batch.rowCount, "a row for each of the batch")
        let isLong = batch.lengths.map { rotary.long != nil && $0 > rotary.shortLimit }
        let positions = zip(batch.positions, isLong).map { Int32($1 ? -1 - $0 : $0) }
        attempt {
            try kernels.rotate.launch(
                grid: Extent(x.rows, x.width / headDimension), block: 32, on: stream, x.start,
                x.stride, workspace.upload(positions, for: "positions"), rotary.short.memory,
                rotary.long.map { DevicePointer($0.memory) } ?? .null, rotary.positions,
                rotary.pairs, headDimension, backward ? Float(-1) : 1)
        }
    }

    // MARK: Rows by their numbers

    package func gather(_ rows: [Int], of x: MatrixView, into y: MatrixView) {
        gather(rows.map { Int32($0) }, of: DeviceView(x), scale: 1, into: DeviceView(y))
    }

    package func embed(_ tokens: [Int32], in table: FloatMatrix, scale: Float, into x: MatrixView) {
        gather(tokens, of: DeviceView(table.all), scale: scale, into: DeviceView(x))
    }

    package func scatter(_ y: MatrixView, addingTo x: MatrixView, at rows: [Int]) {
        scatter(DeviceView(y), scale: 1, addingTo: DeviceView(x), at: rows.map { Int32($0) })
    }

    package func embedBackward(
        _ dX: MatrixView, tokens: [Int32], scale: Float, into dTable: FloatMatrix
    ) {
        scatter(DeviceView(dX), scale: scale, addingTo: DeviceView(dTable.all), at: tokens)
    }

    private func gather(_ rows: [Int32], of x: DeviceView, scale: Float, into y: DeviceView) {
        precondition(rows.count == y.rows && x.width == y.width, "shapes differ")
        precondition(rows.allSatisfy { 0 <= $0 && Int($0) < x.rows }, "rows out of bounds")
        attempt {
            try kernels.gather.launch(
                grid: Extent(y.rows, (y.width + 127) / 128), block: 128, on: stream, y.start,
                y.stride, x.start, x.stride, workspace.upload(rows, for: "rows to gather"),
                y.width, scale)
        }
    }

    private func scatter(
        _ y: DeviceView, scale: Float, addingTo x: DeviceView, at rows: [Int32]
    ) {
        precondition(rows.count == y.rows && x.width == y.width, "shapes differ")
        precondition(rows.allSatisfy { 0 <= $0 && Int($0) < x.rows }, "rows out of bounds")
        let groups = EqualRows(rows)
        attempt {
            try kernels.scatter.launch(
                grid: Extent(groups.rows.count, (y.width + 127) / 128), block: 128, on: stream,
                x.start, x.stride, y.start, y.stride,
                workspace.upload(groups.rows, for: "rows to scatter to"),
                workspace.upload(groups.starts, for: "groups of equal rows"),
                workspace.upload(groups.order, for: "rows to scatter"), y.width, scale)
        }
    }

    // MARK: Shapes

    func pair(_ x: MatrixView, _ y: MatrixView) -> (DeviceView, DeviceView) {
        precondition(x.rowCount == y.rowCount && x.width == y.width, "shapes differ")
        return (DeviceView(x), DeviceView(y))
    }

    /// Views of one shape as a single long row, if there are no gaps in any.
    private func flattened(_ views: DeviceView...) -> (grid: Extent, rows: Int, width: Int64) {
        let shape = views[0]
        let isOne = views.allSatisfy { $0.isWhole }
        let rows = isOne ? min(1, shape.rows) : shape.rows
        let width = isOne ? shape.rows * shape.width : shape.width
        return (grid(rows: rows, width: width), rows, Int64(width))
    }

    private func grid(rows: Int, width: Int) -> Extent {
        Extent((width + 255) / 256, min(rows, 65_535))
    }
}

/// Indices by the row that they name, each row once.
private struct EqualRows {
    private(set) var rows: [Int32] = []
    /// Where each row's indices begin in ``order``, and the end.
    private(set) var starts: [Int32] = []
    /// Indices of equal rows side by side, ascending.
    let order: [Int32]

    init(_ named: [Int32]) {
        order = named.indices.sorted { (named[$0], $0) < (named[$1], $1) }.map { Int32($0) }
        for (index, at) in order.enumerated() where rows.last != named[Int(at)] {
            rows.append(named[Int(at)])
            starts.append(Int32(index))
        }
        starts.append(Int32(order.count))
    }
}

extension ModelConfiguration.FeedForward {
    /// Columns of what is activated, for each of what that gives.
    fileprivate var inputs: Int { isGated ? 2 : 1 }

    /// The number in kernels/activate_float.cu.
    fileprivate var number: Int {
        switch self {
        case .swiGLU: 0
        case .geGLU: 1
        case .squaredReLU: 2
        }
    }
}
