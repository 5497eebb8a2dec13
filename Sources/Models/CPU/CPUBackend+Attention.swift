import CKernels

/// Attention over the paged key/value cache.
extension CPUBackend {
    package func store(
        _ queryKeyValue: Activations,
        norms: (query: NormHandle, key: NormHandle)?,
        layer: Int
    ) {
        let shape = configuration
        let queryKeyValue = self[queryKeyValue]
        let cached = cache.layer(layer)
        let norms = norms.map { (query: self[$0.query], key: self[$0.key]) }
        forEachRow(batch.rows.count) { index in
            let row = batch.rows[index]
            let queries = queryKeyValue.row(index)
            let keys = queries + shape.queryWidth
            if let norms {
                normaliseHeads(queries, shape.headCount, norms.query)
                normaliseHeads(keys, shape.keyValueHeadCount, norms.key)
            }
            rotate(queries, shape.headCount, row)
            rotate(keys, shape.keyValueHeadCount, row)
            let place = row.position / KVCache.positionsPerBlock
            let block = Int(batch.tables[row.table + place])
            ck_cache_store(
                cached + cache.offset(block * cache.blockStride),
                Int64(row.position % KVCache.positionsPerBlock),
                keys,
                keys + shape.keyValueWidth,
                Int64(shape.keyValueHeadCount),
                Int64(shape.headDimension),
                cache.halves ? 1 : 0,
                isa
            )
        }
    }

    private func normaliseHeads(
        _ heads: UnsafeMutablePointer<Float>,
        _ count: Int,
        _ norm: NormWeights
    ) {
        for head in 0..<count {
            let vector = heads + head * configuration.headDimension
            normalise(vector, norm, into: vector)
        }
    }

    private func rotate(
        _ heads: UnsafeMutablePointer<Float>,
        _ count: Int,
        _ row: TokenBatch.Row
    ) {
        rotary.withAngles(of: row) { cosines, sines in
            ck_rope_f32(
                heads,
                Int64(count),
                Int64(configuration.headDimension),
                Int64(configuration.rotary.dimensions),
                cosines,
                sines,
                configuration.rotary.isInterleaved ? 1 : 0,
                isa
            )
        }
    }

    /// One unit of work is one key/value head with the queries that share it, for the rows of a tile;
    /// a head's units follow each other, so that the keys and values of a long prompt stay in the
    /// cache.
    package func attend(_ queryKeyValue: Activations, layer: Int, into y: Operand) {
        let shape = configuration
        let (queryKeyValue, y) = (self[queryKeyValue], self[y])
        let cached = cache.layer(layer)
        let group = shape.headCount / shape.keyValueHeadCount
        let width = group * shape.headDimension
        let roundsHere = width % OperandBuffer.columnsPerTile == 0
        let size = OperandBuffer.rowsPerTile
        let tiles = (batch.rows.count + size - 1) / size
        batch.tables.withUnsafeBufferPointer { tables in
            guard let tables = tables.baseAddress else { return }
            team.run(tiles * shape.keyValueHeadCount) { unit, worker in
                let (head, tile) = unit.quotientAndRemainder(dividingBy: tiles)
                let first = head * width
                for index in tile * size..<min(batch.rows.count, (tile + 1) * size) {
                    let row = batch.rows[index]
                    attend(
                        queryKeyValue.row(index) + first,
                        cached + cache.offset(head * cache.tile),
                        tables + row.table,
                        layer: layer,
                        position: row.position,
                        into: y.row(index) + first,
                        scratch: scratch.of(worker)
                    )
                    if roundsHere { y.round(index, columns: first..<first + width, isa) }
                }
            }
        }
        if !roundsHere { forEachRow(batch.rows.count) { y.round($0, isa) } }
    }

    /// One row's queries of one group of heads, over the positions that the layer lets it see.
    ///
    /// Which kernel it is depends on the position alone.
    private func attend(
        _ queries: UnsafePointer<Float>,
        _ cached: UnsafeRawPointer,
        _ table: UnsafePointer<Int32>,
        layer: Int,
        position: Int,
        into y: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let (shape, options) = (configuration, configuration.attention)
        let group = Int64(shape.headCount / shape.keyValueHeadCount)
        let size = Int64(shape.headDimension)
        let (stride, halves) = (Int64(cache.blockStride), Int32(cache.halves ? 1 : 0))
        let first = options.windows[layer].map { max(0, position + 1 - $0) } ?? 0
        guard first > 0 || options.softCap != nil else {
            ck_attention_f32(
                y, queries, cached, table, stride, Int64(position + 1), group, size, options.scale,
                scratch, halves, isa)
            return
        }
        ck_bounded_attention_f32(
            y, queries, cached, table, stride, Int64(first), Int64(position + 1), group, size,
            options.scale, options.softCap ?? 0, scratch, halves, isa)
    }
}
