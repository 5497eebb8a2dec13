import CKernels

/// Runs a decoder over batches of tokens on a team of workers.
///
/// Each row is computed by operations whose order depends on the model and the row's position alone:
/// its results are the same bits whatever else is in the batch, however a prompt is cut into steps,
/// and however many workers there are.
///
/// Not for two callers at a time.
package final class DecoderRunner {
    package let decoder: Decoder
    package let cache: KVCache
    package let team: WorkerTeam
    /// Most rows of one batch.
    package let maximumRows: Int

    private let configuration: ModelConfiguration
    private let rotary: RotaryTable
    private let isa: ck_isa
    private let buffers: Buffers

    /// - Parameter positions: The longest sequence that will be run.
    package init(
        _ decoder: Decoder,
        cache: KVCache,
        team: WorkerTeam,
        maximumRows: Int,
        positions: Int
    ) {
        self.decoder = decoder
        self.cache = cache
        self.team = team
        self.maximumRows = maximumRows
        configuration = decoder.configuration
        rotary = RotaryTable(configuration.rotary, positions: positions)
        isa = ck_isa_best()
        buffers = Buffers(decoder, rows: maximumRows, positions: positions, workers: team.threads)
    }

    /// Runs all layers over the batch, writing the keys and values of its rows.
    ///
    /// - Returns: The final norm's output `[outputs, C]`, valid until the next call.
    package func run(_ batch: TokenBatch) -> UnsafePointer<Float> {
        precondition(batch.rows.count <= maximumRows, "the batch is larger than the buffers")
        embed(batch)
        for (index, layer) in decoder.weights.layers.enumerated() {
            let cached = cache.layer(index)
            normalise(batch.rows.count, layer.attentionNorm)
            project(batch, layer.queryKeyValue, from: buffers.normed, to: buffers.queryKeyValue)
            storeKeysAndValues(batch, in: cached)
            attend(batch, to: cached)
            project(
                batch,
                layer.output,
                from: buffers.attended,
                to: buffers.hidden,
                accumulate: true
            )
            normalise(batch.rows.count, layer.feedForwardNorm)
            project(batch, layer.expand, from: buffers.normed, to: buffers.expanded)
            activate(batch)
            project(
                batch,
                layer.contract,
                from: buffers.activated,
                to: buffers.hidden,
                accumulate: true
            )
        }
        return finish(batch)
    }

    /// The logits of `rows` final hidden states, from the `first` on: `[rows, V]` into `logits`.
    package func logits(
        first: Int,
        rows: Int,
        into logits: UnsafeMutablePointer<Float>
    ) {
        let width = configuration.hiddenSize
        multiply(
            decoder.weights.head,
            UnsafePointer(buffers.final.row(first)),
            stride: width,
            rows: rows,
            into: logits,
            accumulate: false
        )
    }

    private func embed(_ batch: TokenBatch) {
        let width = configuration.hiddenSize
        team.run(batch.rows.count) { row, _ in
            let token = Int(batch.rows[row].token)
            let destination = UnsafeMutableBufferPointer(
                start: buffers.hidden.row(row),
                count: width
            )
            do {
                try decoder.weights.embedding.copyFloats(rows: token..<token + 1, to: destination)
            } catch {
                preconditionFailure("the embedding was read when the model was loaded: \(error)")
            }
        }
    }

    private func normalise(_ rows: Int, _ norm: NormWeights) {
        team.run(rows) { row, _ in
            normalise(buffers.hidden.row(row), norm, into: buffers.normed.row(row))
        }
    }

    private func normalise(
        _ x: UnsafePointer<Float>,
        _ norm: NormWeights,
        into y: UnsafeMutablePointer<Float>
    ) {
        let width = Int64(configuration.hiddenSize)
        norm.weight.withUnsafeBufferPointer { weight in
            guard let gain = weight.baseAddress else { return }
            guard let bias = norm.bias else {
                ck_rms_norm_f32(y, x, gain, width, configuration.epsilon, isa)
                return
            }
            bias.withUnsafeBufferPointer {
                ck_layer_norm_f32(y, x, gain, $0.baseAddress, width, configuration.epsilon, isa)
            }
        }
    }

    private func project(
        _ batch: TokenBatch,
        _ projection: Projection,
        from x: Buffers.Matrix,
        to y: Buffers.Matrix,
        accumulate: Bool = false
    ) {
        multiply(
            projection,
            UnsafePointer(x.floats),
            stride: x.width,
            rows: batch.rows.count,
            into: y.floats,
            accumulate: accumulate
        )
    }

    private func multiply(
        _ projection: Projection,
        _ x: UnsafePointer<Float>,
        stride: Int,
        rows: Int,
        into y: UnsafeMutablePointer<Float>,
        accumulate: Bool
    ) {
        guard rows > 0 else { return }
        team.run(projection.units.count) { unit, worker in
            projection.run(
                unit: unit,
                into: y,
                yStride: projection.width,
                from: x,
                xStride: stride,
                rows: rows,
                accumulate: accumulate,
                scratch: buffers.scratch(of: worker),
                isa: isa
            )
        }
    }

    /// Turns queries and keys to their positions and puts keys and values into their blocks.
    private func storeKeysAndValues(_ batch: TokenBatch, in cached: UnsafeMutablePointer<Float>) {
        let shape = configuration
        let (heads, keyHeads, size) = (
            Int64(shape.headCount), Int64(shape.keyValueHeadCount), Int64(shape.headDimension)
        )
        team.run(batch.rows.count) { index, _ in
            let row = batch.rows[index]
            let queries = buffers.queryKeyValue.row(index)
            let keys = queries + shape.queryWidth
            rotate(queries, heads, row.position)
            rotate(keys, keyHeads, row.position)
            let place = row.position / KVCache.positionsPerBlock
            let block = Int(batch.tables[row.table + place])
            ck_cache_store(
                cached + block * cache.blockStride,
                Int64(row.position % KVCache.positionsPerBlock),
                keys,
                keys + shape.keyValueWidth,
                keyHeads,
                size
            )
        }
    }

    private func rotate(_ heads: UnsafeMutablePointer<Float>, _ count: Int64, _ position: Int) {
        rotary.cosines.withUnsafeBufferPointer { cosines in
            rotary.sines.withUnsafeBufferPointer { sines in
                guard let cosine = cosines.baseAddress, let sine = sines.baseAddress else { return }
                ck_rope_f32(
                    heads,
                    count,
                    Int64(configuration.headDimension),
                    Int64(configuration.rotary.dimensions),
                    cosine + position * rotary.pairs,
                    sine + position * rotary.pairs,
                    configuration.rotary.isInterleaved ? 1 : 0
                )
            }
        }
    }

    /// One unit of work is one row and one key/value head with the queries that share it; a head's
    /// units follow each other, so that the keys and values of a long prompt stay in the cache.
    private func attend(_ batch: TokenBatch, to cached: UnsafeMutablePointer<Float>) {
        let shape = configuration
        let group = shape.headCount / shape.keyValueHeadCount
        let scale = 1 / Float(shape.headDimension).squareRoot()
        batch.tables.withUnsafeBufferPointer { tables in
            guard let tables = tables.baseAddress else { return }
            team.run(batch.rows.count * shape.keyValueHeadCount) { unit, worker in
                let (head, index) = unit.quotientAndRemainder(dividingBy: batch.rows.count)
                let row = batch.rows[index]
                let first = head * group * shape.headDimension
                ck_attention_f32(
                    buffers.attended.row(index) + first,
                    buffers.queryKeyValue.row(index) + first,
                    cached + head * cache.tile,
                    tables + row.table,
                    Int64(cache.blockStride),
                    Int64(row.position + 1),
                    Int64(group),
                    Int64(shape.headDimension),
                    scale,
                    buffers.scratch(of: worker),
                    isa
                )
            }
        }
    }

    private func activate(_ batch: TokenBatch) {
        let inner = configuration.feedForwardSize
        guard configuration.feedForward == .swiGLU else {
            team.run(batch.rows.count) { row, _ in
                ck_squared_relu_f32(buffers.activated.row(row), Int64(inner))
            }
            return
        }
        team.run(batch.rows.count) { row, _ in
            let gate = buffers.expanded.row(row)
            ck_swiglu_f32(buffers.activated.row(row), gate, gate + inner, Int64(inner), isa)
        }
    }

    private func finish(_ batch: TokenBatch) -> UnsafePointer<Float> {
        team.run(batch.outputs.count) { output, _ in
            normalise(
                buffers.hidden.row(batch.outputs[output]),
                decoder.weights.finalNorm,
                into: buffers.final.row(output)
            )
        }
        return UnsafePointer(buffers.final.floats)
    }
}
