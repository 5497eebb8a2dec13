import CUDA

/// The output head (kernels/cross_entropy.cu), a chunk of rows at a time.
extension CUDADifferentiableBackend {
    package func crossEntropy(
        _ x: MatrixView, by head: FloatMatrix, softCap: Float?, targets: [Int32],
        backward: HeadBackward?, logProbabilities: UnsafeMutablePointer<Float>
    ) throws {
        precondition(targets.count == x.rowCount, "a target a row")
        precondition(
            targets.allSatisfy { 0 <= $0 && Int($0) < head.rows }, "targets out of bounds")
        precondition((backward?.factors.count ?? x.rowCount) == x.rowCount, "a factor a row")
        guard x.rowCount > 0 else { return }
        let chunks = chunks(rows: x.rowCount, outputs: head.rows, backward)
        try attemptNow {
            let results = try workspace.room(4 * x.rowCount, for: "log-probabilities")
            let mostRows = chunks.map(\.count).max() ?? 0
            let room = try workspace.room(4 * mostRows * head.rows, for: "logits")
            let targets = try workspace.upload(targets, for: "targets")
            let factors = try backward.map {
                try workspace.upload($0.factors, for: "factors of log-probabilities")
            }
            for rows in chunks {
                let logits = DeviceView(
                    room, stride: head.rows, rows: rows.count, width: head.rows)
                try multiply(
                    DeviceView(x.rows(rows)), by: DeviceView(head.all), bias: .null, into: logits,
                    adding: false)
                try kernels.crossEntropy.launch(
                    grid: Extent(rows.count), block: 512, sharedBytes: 512 * 8, on: stream, room,
                    targets.advanced(by: 4 * rows.lowerBound),
                    factors?.advanced(by: 4 * rows.lowerBound) ?? .null,
                    DevicePointer(results, at: 4 * rows.lowerBound), head.rows, head.rows,
                    softCap ?? 0)
                guard let backward else { continue }
                try put(backward, logits, x, rows, head)
            }
            try results.read(
                into: UnsafeMutableRawBufferPointer(
                    start: logProbabilities, count: 4 * x.rowCount), on: stream)
            try stream.synchronize()
        }
    }

    /// The gradients of a chunk, of the gradient of its logits.
    private func put(
        _ backward: HeadBackward, _ dLogits: DeviceView, _ x: MatrixView, _ rows: Range<Int>,
        _ head: FloatMatrix
    ) throws {
        try multiplyBackward(
            dLogits, by: DeviceView(head.all), into: DeviceView(backward.dX.rows(rows)),
            adding: false)
        guard let dHead = backward.dHead else { return }
        let blocks = backward.blocks.filter { rows.contains($0.lowerBound) }
            .map { $0.lowerBound - rows.lowerBound..<$0.upperBound - rows.lowerBound }
        try accumulate(
            dLogits, DeviceView(x.rows(rows)), scale: 1, blocks: blocks,
            into: DeviceView(dHead.all))
    }

    /// Rows whose logits are in memory at a time: whole blocks, as a block's sum is not cut.
    private func chunks(rows: Int, outputs: Int, _ backward: HeadBackward?) -> [Range<Int>] {
        let most = max(1, mostLogitBytes / (4 * outputs))
        var ends = Array(stride(from: most, to: rows, by: most)) + [rows]
        if let backward, backward.dHead != nil {
            let bounds = backward.blocks.map(\.upperBound)
            precondition(
                zip(backward.blocks, [0] + bounds).allSatisfy { $0.lowerBound == $1 }
                    && bounds.last == rows, "blocks of all rows, in their order")
            var first = 0
            ends = bounds.indices.compactMap { index in
                let next = index + 1 < bounds.count ? bounds[index + 1] : .max
                guard next - first > most else { return nil }
                first = bounds[index]
                return first
            }
        }
        return zip([0] + ends, ends).map { $0..<$1 }
    }
}
