import CUDA

/// Norms (kernels/norm_float.cu).
extension CUDADifferentiableBackend {
    package func normalise(_ x: MatrixView, by norm: NormParameters, into y: MatrixView) {
        let ((x, y), shape) = (pair(x, y), HeadShape(x, norm))
        attempt {
            try kernels.norm.launch(
                grid: shape.grid, block: shape.threads, on: stream, y.start, y.stride, x.start,
                x.stride, norm.gain.memory, norm.gainOffset, norm.biasPointer, shape.heads,
                norm.width, norm.epsilon, norm.centres)
        }
    }

    package func normaliseBackward(
        _ dY: MatrixView, x: MatrixView, by norm: NormParameters, into dX: MatrixView,
        adding: Bool, dGain: FloatMatrix?, dBias: FloatMatrix?, blocks: [Range<Int>]
    ) {
        let (shape, (dY, dX)) = (HeadShape(x, norm), pair(dY, dX))
        let x = DeviceView(x)
        precondition(dY.rows == x.rows && dY.width == x.width, "shapes differ")
        attempt {
            // Before dX, which may overwrite dY.
            if dGain != nil || dBias != nil {
                try sumRows(dY, x, norm, shape, dGain: dGain, dBias: dBias, blocks: blocks)
            }
            try kernels.normBackward.launch(
                grid: shape.grid, block: shape.threads, on: stream, dX.start, dX.stride, dY.start,
                dY.stride, x.start, x.stride, norm.gain.memory, norm.gainOffset, shape.heads,
                norm.width, norm.epsilon, norm.centres, adding ? 1 : 0)
        }
    }

    private func sumRows(
        _ dY: DeviceView, _ x: DeviceView, _ norm: NormParameters, _ shape: HeadShape,
        dGain: FloatMatrix?, dBias: FloatMatrix?, blocks: [Range<Int>]
    ) throws {
        let moments = try workspace.room(8 * shape.grid.x, for: "moments of norms")
        try kernels.normMoments.launch(
            grid: shape.grid, block: shape.threads, on: stream, moments, x.start, x.stride,
            shape.heads, norm.width, norm.epsilon, norm.centres)
        func sums(_ gradient: FloatMatrix?, _ purpose: String) throws -> DevicePointer {
            guard gradient != nil else { return .null }
            return DevicePointer(
                try workspace.room(4 * blocks.count * norm.width, for: purpose))
        }
        let gainSums = try sums(dGain, "sums of gains")
        let biasSums = try sums(dBias, "sums of biases")
        try kernels.normSums.launch(
            grid: Extent((norm.width + 31) / 32, blocks.count), block: 256, on: stream,
            gainSums, biasSums, dY.start, dY.stride, x.start, x.stride, moments,
            workspace.upload(blocks, for: "blocks of norms"), shape.heads, norm.width)
        if let dGain { try add(gainSums, blocks: blocks.count, to: DeviceView(dGain.all)) }
        if let dBias { try add(biasSums, blocks: blocks.count, to: DeviceView(dBias.all)) }
    }
}

/// How a norm's kernels are launched.
private struct HeadShape {
    let heads: Int
    let grid: Extent
    let threads: Int

    init(_ x: MatrixView, _ norm: NormParameters) {
        precondition(x.width % norm.width == 0, "whole heads")
        heads = x.width / norm.width
        grid = Extent(x.rowCount * heads)
        threads = norm.width <= 256 ? 32 : 256
    }
}

extension NormParameters {
    /// 1 if the mean is taken out first.
    fileprivate var centres: Int { if case .layer = kind { 1 } else { 0 } }
    fileprivate var biasPointer: DevicePointer { bias.map { DevicePointer($0.memory) } ?? .null }
}
