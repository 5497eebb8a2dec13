import CKernels

extension CPUDifferentiableBackend {
    package func rotate(
        _ x: MatrixView, batch: PackedBatch, by rotary: RotaryAngles, headDimension: Int,
        backward: Bool
    ) {
        precondition(x.rowCount == batch.rowCount, "shapes differ")
        precondition(x.width % headDimension == 0, "a row is whole heads")
        precondition(2 * rotary.pairs <= headDimension, "more is rotated than there is")
        precondition(
            batch.positions.allSatisfy { $0 < rotary.positions }, "positions out of bounds")
        let (pairs, positions, limit) = (rotary.pairs, rotary.positions, rotary.shortLimit)
        let (short, long) = (rotary.short.floats, (rotary.long ?? rotary.short).floats)
        let (rows, heads, isa) = (RowPointer(x), Int64(x.width / headDimension), isa)
        let negated = workspace(shared: 0, each: pairs).workers
        share(x.rowCount, by: Self.rowsOfUnit(width: x.width)) { some, worker in
            for row in some {
                let table = batch.lengths[row] > limit ? long : short
                let cosines = table + batch.positions[row] * pairs
                var sines = cosines + positions * pairs
                if backward {
                    ck_scale_f32(negated.row(worker), sines, -1, Int64(pairs), isa)
                    sines = negated.row(worker)
                }
                ck_rope_f32(
                    rows.row(row), heads, Int64(headDimension), Int64(2 * pairs), cosines, sines, 0,
                    isa)
            }
        }
    }

    package func attend(
        _ queryKeyValue: MatrixView, batch: PackedBatch, shape: AttentionParameters,
        into o: MatrixView, logSum: MatrixView
    ) {
        let heads = AttentionHeads(shape)
        heads.check(queryKeyValue, o, logSum, rows: batch.rowCount)
        let memory = workspace(
            shared: heads.packedCount(rows: batch.rowCount),
            each: Int(ck_attend_scratch(heads.shape.head_dim)))
        let packed = pack(queryKeyValue, heads, into: memory.shared)
        let (from, to, sums) = (RowPointer(queryKeyValue), RowPointer(o), RowPointer(logSum))
        // Later tiles see more keys, and go first.
        let tiles = batch.queryTiles.reversed() as [AttentionTile]
        let (workers, isa) = (memory.workers, isa)
        team.run(tiles.count * heads.count) { unit, worker in
            let (tile, head) = (tiles[unit / heads.count], unit % heads.count)
            let (row, column) = (tile.rows.lowerBound, head * heads.dimension)
            var prefix = packed.keys(tile.span.prefix, position: 0, head: head / heads.group)
            var own = packed.keys(
                tile.span.rows, position: tile.span.prefix.count, head: head / heads.group)
            var shape = heads.shape
            ck_attend_f32(
                to.row(row) + column, Int64(to.stride), sums.row(row) + head, Int64(sums.stride),
                from.row(row) + column, Int64(from.stride), Int64(tile.rows.count),
                Int64(tile.position), &prefix, &own, &shape, workers.row(worker), isa)
        }
    }

    package func attendBackward(
        _ dO: MatrixView, queryKeyValue: MatrixView, o: MatrixView, logSum: MatrixView,
        batch: PackedBatch, shape: AttentionParameters, into dQueryKeyValue: MatrixView
    ) {
        let heads = AttentionHeads(shape)
        heads.check(queryKeyValue, o, logSum, rows: batch.rowCount)
        heads.check(dQueryKeyValue, dO, logSum, rows: batch.rowCount)
        let inOnePass = heads.suitsOnePass(batch, threads: team.threads)
        let longest = batch.documents.map { batch.rows(ofDocument: $0).count }.max() ?? 0
        let backward = AttentionBackward(
            heads: heads, isa: isa, queryKeyValue: RowPointer(queryKeyValue), o: RowPointer(o),
            logSum: RowPointer(logSum), dO: RowPointer(dO),
            dQueryKeyValue: RowPointer(dQueryKeyValue))
        let memory = workspace(
            shared: heads.packedCount(rows: batch.rowCount),
            each: backward.scratchCount(queries: inOnePass ? heads.group * longest : 0))
        let packed = pack(queryKeyValue, heads, into: memory.shared)
        let workers = memory.workers
        if inOnePass {
            let documents = batch.documents.sorted {
                batch.rows(ofDocument: $0).count > batch.rows(ofDocument: $1).count
            }
            team.run(documents.count * heads.keyValueCount) { unit, worker in
                let spans = Array(batch.spans[documents[unit / heads.keyValueCount]])
                backward.run(
                    spans, head: unit % heads.keyValueCount, packed, memory: workers.row(worker))
            }
            return
        }
        let queries = batch.queryTiles.reversed() as [AttentionTile]
        let keys = batch.keyTiles
        let keyUnits = keys.count * heads.keyValueCount
        team.run(keyUnits + queries.count * heads.count) { unit, worker in
            if unit < keyUnits {
                let tile = keys[unit / heads.keyValueCount]
                let spans = Array(batch.spans[tile.document])
                backward.runKeys(
                    tile, spans, head: unit % heads.keyValueCount, packed,
                    memory: workers.row(worker))
            } else {
                let (tile, head) = (unit - keyUnits).quotientAndRemainder(dividingBy: heads.count)
                backward.runQueries(queries[tile], head: head, packed, memory: workers.row(worker))
            }
        }
    }

    /// Copies keys and values head by head, rows of whole vectors.
    private func pack(
        _ queryKeyValue: MatrixView, _ heads: AttentionHeads,
        into memory: UnsafeMutablePointer<Float>
    ) -> PackedKeys {
        let rows = queryKeyValue.rowCount
        let packed = PackedKeys(memory, rows: rows, heads: heads)
        let (from, dimension) = (RowPointer(queryKeyValue), heads.dimension)
        share(rows, by: 64) { some, _ in
            for head in 0..<2 * heads.keyValueCount {
                for row in some {
                    let to = packed.row(row, head: head)
                    to.update(
                        from: from.row(row) + (heads.count + head) * dimension, count: dimension)
                    (to + dimension).update(repeating: 0, count: heads.width - dimension)
                }
            }
        }
        return packed
    }
}
