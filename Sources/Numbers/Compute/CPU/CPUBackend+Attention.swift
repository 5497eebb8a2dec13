import CKernels

/// Attention over the paged key/value cache.
extension CPUBackend {
    package func store(
        _ queryKeyValue: Activations,
        norms: (query: NormHandle, key: NormHandle)?,
        layer: Int
    ) {
        let shape = AttentionShape(configuration, cache)
        let (queryKeyValue, cached) = (self[queryKeyValue], cache.layer(layer))
        let (rows, tables, rotary, isa) = (batch.rows, batch.tables, rotary, isa)
        let norms = norms.map { (query: self[$0.query], key: self[$0.key]) }
        forEachRow(rows.count) { index in
            let row = rows[index]
            let queries = queryKeyValue.row(index)
            let keys = queries + shape.heads * shape.dimension
            if let norms {
                normaliseHeads(queries, shape.heads, norms.query)
                normaliseHeads(keys, shape.keyHeads, norms.key)
            }
            let angles = rotary.angles(of: row)
            shape.rotate(queries, count: shape.heads, by: angles, isa)
            shape.rotate(keys, count: shape.keyHeads, by: angles, isa)
            let index = row.position / KVCache.positionsPerBlock
            let block = Int(tables[row.table + index])
            ck_cache_store(
                cached + block * shape.blockBytes,
                Int64(row.position % KVCache.positionsPerBlock),
                keys, keys + shape.keyHeads * shape.dimension, Int64(shape.keyHeads),
                Int64(shape.dimension), shape.isFP16, isa)
        }
    }

    private func normaliseHeads(
        _ heads: UnsafeMutablePointer<Float>,
        _ count: Int,
        _ norm: NormRows
    ) {
        for head in 0..<count {
            let vector = heads + head * norm.width
            normalise(vector, norm, into: vector)
        }
    }

    /// One unit of work is one key/value head with the queries that share it, for the rows of a
    /// tile; a head's units follow each other, so that the keys and values of a long prompt stay in
    /// the cache.
    package func attend(_ queryKeyValue: Activations, layer: Int, into y: Operand) {
        let shape = AttentionShape(configuration, cache)
        let window = configuration.attention.windows[layer]
        let (queryKeyValue, y, cached) = (self[queryKeyValue], self[y], cache.layer(layer))
        let (rows, scratch, isa) = (batch.rows, scratch.rows, isa)
        let width = shape.group * shape.dimension
        let roundsHere = width % OperandRows.columnsPerTile == 0
        let size = OperandRows.perTile
        let tiles = (rows.count + size - 1) / size
        batch.tables.withUnsafeBufferPointer { tables in
            guard let tables = tables.baseAddress else { return }
            team.run(tiles * shape.keyHeads) { unit, worker in
                let (head, tile) = unit.quotientAndRemainder(dividingBy: tiles)
                let first = head * width
                for index in tile * size..<min(rows.count, (tile + 1) * size) {
                    let row = rows[index]
                    shape.attend(
                        queryKeyValue.row(index) + first,
                        cached + head * shape.headBytes,
                        tables + row.table,
                        position: row.position,
                        window: window,
                        into: y.row(index) + first,
                        scratch: scratch.row(worker),
                        isa
                    )
                    if roundsHere { y.round(index, columns: first..<first + width, isa) }
                }
            }
        }
        if !roundsHere { forEachRow(rows.count) { y.round($0, isa) } }
    }
}
