import CUDA
import Models

/// Operations on one row at a time.
extension CUDABackend {
    private var centres: Bool { if case .layer = configuration.norm { true } else { false } }
    private var epsilon: Float { configuration.epsilon }

    package func embed(_ table: EmbeddingHandle, scale: Float, into x: Activations) {
        let (table, x) = (self[table], self[x])
        attempt { [self] in
            try kernels.embed.launch(
                grid: Extent(step.rowCount), block: 128, on: stream, x.memory, table.fragments,
                step.tokens, sampler.drawn, x.width, table.columns, scale)
        }
    }

    package func normalise(_ x: Activations, by norm: NormHandle, into y: Operand) {
        normalise(self[x], rows: .null, count: step.rowCount, self[norm], into: self[y])
    }

    package func normaliseOutputs(_ x: Activations, by norm: NormHandle, into y: Operand) {
        normalise(self[x], rows: step.outputs, count: step.outputCount, self[norm], into: self[y])
        finishStep()
    }

    private func normalise(
        _ x: DeviceRows, rows: DevicePointer, count: Int, _ norm: DeviceNorm, into y: DeviceRows
    ) {
        let kernel = centres ? kernels.norm.layer : kernels.norm.rms
        attempt { [self] in
            try kernel.launch(
                grid: Extent(count), block: 256, on: stream, y.memory, x.memory, rows, norm.gain,
                norm.bias, norm.width, y.stride, epsilon)
        }
    }

    package func add(_ x: Activations, normalisedBy norm: NormHandle, to y: Activations) {
        let (x, y, norm) = (self[x], self[y], self[norm])
        let kernel = centres ? kernels.addNorm.layer : kernels.addNorm.rms
        attempt { [self] in
            try kernel.launch(
                grid: Extent(step.rowCount), block: 256, on: stream, y.memory, x.memory,
                norm.gain, norm.bias, norm.width, epsilon)
        }
    }

    package func store(
        _ queryKeyValue: Activations,
        norms: (query: NormHandle, key: NormHandle)?,
        layer: Int
    ) {
        let rows = self[queryKeyValue]
        let query = norms.map { self[$0.query] }, key = norms.map { self[$0.key] }
        let shape = configuration
        attempt { [self] in
            try kernels.rotateAndStore.launch(
                grid: Extent(step.rowCount, shape.headCount + 2 * shape.keyValueHeadCount),
                block: 64, on: stream, rows.memory, queries.memory, cache.keys(layer),
                cache.values(layer),
                step.positions, step.tableStarts, step.tables, step.angles, angles.cosines,
                angles.sines, query.map { DevicePointer($0.gain) } ?? .null,
                query?.bias ?? .null, key.map { DevicePointer($0.gain) } ?? .null,
                key?.bias ?? .null, epsilon, centres ? 1 : 0, shape.headCount,
                shape.keyValueHeadCount, shape.headDimension, rotary.pairs,
                shape.rotary.isInterleaved ? 1 : 0)
        }
    }

    /// The activation of rows: of gate and up side by side, or of up alone.
    func activate(
        _ x: DeviceRows, rows: Int, as kind: ModelConfiguration.FeedForward, into y: DeviceRows,
        from first: Int = 0
    ) throws {
        let kernel =
            switch kind {
            case .swiGLU: kernels.swiGLU
            case .geGLU: kernels.geGLU
            case .squaredReLU: kernels.squaredReLU
            }
        try kernel.launch(
            grid: Extent((y.stride + 255) / 256, rows), block: 256, on: stream, y.row(first),
            x.row(first), y.width, y.stride)
    }
}
