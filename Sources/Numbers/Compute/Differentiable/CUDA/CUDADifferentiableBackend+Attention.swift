import CUDA

/// Attention (kernels/attention_float.cu, attention_bf16.cu, and their backward).
extension CUDADifferentiableBackend {
    package func attend(
        _ queryKeyValue: MatrixView, batch: PackedBatch, shape: AttentionParameters,
        into o: MatrixView, logSum: MatrixView
    ) {
        let (qkv, o, logSum) = (DeviceView(queryKeyValue), DeviceView(o), DeviceView(logSum))
        precondition(qkv.rows == batch.rowCount && o.rows == qkv.rows, "shapes differ")
        attempt {
            let kernels = try attention(shape)
            let tiles = tiles(batch, kernels)
            try kernels.forward.launch(
                grid: Extent(tiles.queryCount, shape.heads), block: 128,
                sharedBytes: kernels.forwardBytes, on: stream, o.start, o.stride, logSum.start,
                logSum.stride, qkv.start, qkv.stride,
                workspace.upload(tiles.queries, for: "tiles of queries"), shape.heads,
                shape.keyValueHeads, shape.headDimension, shape.scale, shape.softCap ?? 0,
                shape.window ?? 0)
        }
    }

    package func attendBackward(
        _ dO: MatrixView, queryKeyValue: MatrixView, o: MatrixView, logSum: MatrixView,
        batch: PackedBatch, shape: AttentionParameters, into dQueryKeyValue: MatrixView
    ) {
        let (qkv, dQKV) = pair(queryKeyValue, dQueryKeyValue)
        let ((dO, o), logSum) = (pair(dO, o), DeviceView(logSum))
        precondition(qkv.rows == batch.rowCount && o.rows == qkv.rows, "shapes differ")
        attempt {
            let kernels = try attention(shape)
            let tiles = tiles(batch, kernels)
            let delta = try workspace.room(4 * qkv.rows * shape.heads, for: "products of rows")
            try self.kernels.attentionDelta.launch(
                grid: Extent(qkv.rows, shape.heads), block: 32, on: stream, delta, dO.start,
                dO.stride, o.start, o.stride, shape.heads, shape.headDimension)
            try kernels.queries.launch(
                grid: Extent(tiles.queryCount, shape.heads), block: 128,
                sharedBytes: kernels.queryBytes, on: stream, dQKV.start, dQKV.stride, dO.start,
                dO.stride, qkv.start, qkv.stride, logSum.start, logSum.stride, delta,
                workspace.upload(tiles.queries, for: "tiles of queries"), shape.heads,
                shape.keyValueHeads, shape.headDimension, shape.scale, shape.softCap ?? 0,
                shape.window ?? 0)
            try kernels.keys.launch(
                grid: Extent(tiles.keyCount, shape.keyValueHeads), block: 128,
                sharedBytes: kernels.keyBytes, on: stream, dQKV.start, dQKV.stride, dO.start,
                dO.stride, qkv.start, qkv.stride, logSum.start, logSum.stride, delta,
                workspace.upload(tiles.keys, for: "tiles of keys"),
                workspace.upload(tiles.viewers, for: "viewers of keys"), shape.heads,
                shape.keyValueHeads, shape.headDimension, shape.scale, shape.softCap ?? 0,
                shape.window ?? 0)
        }
    }

    /// The narrowest kernels for a layer's heads.
    private func attention(_ shape: AttentionParameters) throws -> TrainingAttention {
        guard let found = kernels.attention.first(where: { $0.dimension >= shape.headDimension })
        else {
            throw ComputeError.unsupportedHeads(
                path: budget.owner, headDimension: shape.headDimension,
                group: shape.heads / shape.keyValueHeads)
        }
        return found
    }

    private func tiles(_ batch: PackedBatch, _ kernels: TrainingAttention) -> DeviceAttentionTiles {
        if let tiles = attentionTiles, tiles.spans == batch.spans,
            tiles.queryRows == kernels.queryRows, tiles.keyRows == kernels.keyRows
        {
            return tiles
        }
        let tiles = DeviceAttentionTiles(
            batch.spans, queryRows: kernels.queryRows, keyRows: kernels.keyRows)
        attentionTiles = tiles
        return tiles
    }
}
