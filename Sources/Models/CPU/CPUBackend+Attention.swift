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
        team.run(batch.rows.count) { index, _ in
            let row = batch.rows[index]
            let queries = queryKeyValue.row(index)
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
    package func attend(_ queryKeyValue: Activations, layer: Int, into y: Operand) {
        let shape = configuration
        let (queryKeyValue, y) = (self[queryKeyValue], self[y])
        let cached = cache.layer(layer)
        let group = shape.headCount / shape.keyValueHeadCount
        let scale = 1 / Float(shape.headDimension).squareRoot()
        batch.tables.withUnsafeBufferPointer { tables in
            guard let tables = tables.baseAddress else { return }
            team.run(batch.rows.count * shape.keyValueHeadCount) { unit, worker in
                let (head, index) = unit.quotientAndRemainder(dividingBy: batch.rows.count)
                let row = batch.rows[index]
                let first = head * group * shape.headDimension
                ck_attention_f32(
                    y.row(index) + first,
                    queryKeyValue.row(index) + first,
                    cached + head * cache.tile,
                    tables + row.table,
                    Int64(cache.blockStride),
                    Int64(row.position + 1),
                    Int64(group),
                    Int64(shape.headDimension),
                    scale,
                    scratch.of(worker),
                    isa
                )
            }
        }
    }
}
