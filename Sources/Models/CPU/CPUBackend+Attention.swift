import CKernels

/// Attention over the paged key/value cache.
extension CPUBackend {
    package func store(_ queryKeyValue: Activations, layer: Int) {
        let shape = configuration
        let queryKeyValue = self[queryKeyValue]
        let cached = cache.layer(layer)
        let (heads, keyHeads, size) = (
            Int64(shape.headCount), Int64(shape.keyValueHeadCount), Int64(shape.headDimension)
        )
        forEachRow(batch.rows.count) { index in
            let row = batch.rows[index]
            let queries = queryKeyValue.row(index)
            let keys = queries + shape.queryWidth
            rotate(queries, heads, row.position)
            rotate(keys, keyHeads, row.position)
            let place = row.position / KVCache.positionsPerBlock
            let block = Int(batch.tables[row.table + place])
            ck_cache_store(
                cached + cache.offset(block * cache.blockStride),
                Int64(row.position % KVCache.positionsPerBlock),
                keys,
                keys + shape.keyValueWidth,
                keyHeads,
                size,
                cache.halves ? 1 : 0,
                isa
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
                    configuration.rotary.isInterleaved ? 1 : 0,
                    isa
                )
            }
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
                    ck_attention_f32(
                        y.row(index) + first,
                        queryKeyValue.row(index) + first,
                        cached + cache.offset(head * cache.tile),
                        tables + row.table,
                        Int64(cache.blockStride),
                        Int64(row.position + 1),
                        Int64(group),
                        Int64(shape.headDimension),
                        1 / Float(shape.headDimension).squareRoot(),
                        scratch.of(worker),
                        cache.halves ? 1 : 0,
                        isa
                    )
                    if roundsHere { y.round(index, columns: first..<first + width, isa) }
                }
            }
        }
        if !roundsHere { forEachRow(batch.rows.count) { y.round($0, isa) } }
    }
}
