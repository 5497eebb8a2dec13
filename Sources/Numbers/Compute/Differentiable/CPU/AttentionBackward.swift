import CKernels

/// Gradients of attention: what one unit of work computes.
///
/// Sums for a key run over query heads, then spans, then queries, those for a query over keys, each
/// in order and without a break, so that one pass and two give the same bits.
struct AttentionBackward: @unchecked Sendable {
    let heads: AttentionHeads
    let isa: ck_isa
    let queryKeyValue: RowPointer
    let o: RowPointer
    let logSum: RowPointer
    let dO: RowPointer
    let dQueryKeyValue: RowPointer

    private typealias Floats = UnsafeMutablePointer<Float>

    /// Floats of a worker's memory, with the gradients of `queries` queries.
    func scratchCount(queries: Int) -> Int {
        tileCount + kernelCount + 2 * keysCount
            + (queries + Int(CK_ATTEND_ROWS)) * heads.width
    }

    private var tileCount: Int { Int(ck_attend_tile(heads.shape.head_dim)) }
    private var kernelCount: Int { Int(ck_attend_scratch(heads.shape.head_dim)) }
    /// Floats of the gradients of a tile of keys.
    private var keysCount: Int { Int(CK_ATTEND_KEYS) * heads.width }

    /// A worker's memory.
    private struct Memory {
        let tile: Floats
        let kernel: Floats
        let dKeys: Floats
        let dValues: Floats
        let dQueries: Floats
    }

    private func cut(_ memory: Floats) -> Memory {
        let kernel = memory + tileCount
        let dKeys = kernel + kernelCount
        return Memory(
            tile: memory, kernel: kernel, dKeys: dKeys, dValues: dKeys + keysCount,
            dQueries: dKeys + 2 * keysCount)
    }

    /// All gradients of one document and one key head, in one pass over tiles of keys.
    func run(
        _ spans: [PackedBatch.Span], head: Int, _ packed: PackedKeys,
        memory: UnsafeMutablePointer<Float>
    ) {
        guard let first = spans.first?.rows.lowerBound, let end = spans.last?.rows.upperBound else {
            return
        }
        let (memory, rows) = (cut(memory), end - first)
        memory.dQueries.update(repeating: 0, count: heads.group * rows * heads.width)
        for span in spans {
            for tile in span.tiles(of: Int(CK_ATTEND_KEYS)) {
                run(span, tile, spans, head: head, packed, memory) { queryHead, row in
                    let index = (queryHead - head * heads.group) * rows + row - first
                    return memory.dQueries + index * heads.width
                }
            }
        }
        for queryHead in 0..<heads.group {
            write(
                memory.dQueries + queryHead * rows * heads.width, rows: first..<end,
                head: head * heads.group + queryHead, scale: heads.shape.scale)
        }
    }

    /// Gradients of a tile of keys and values.
    func runKeys(
        _ tile: AttentionTile, _ spans: [PackedBatch.Span], head: Int, _ packed: PackedKeys,
        memory: UnsafeMutablePointer<Float>
    ) {
        run(tile.span, tile.rows, spans, head: head, packed, cut(memory)) { _, _ in nil }
    }

    /// Gradients of a tile of queries.
    func runQueries(
        _ tile: AttentionTile, head: Int, _ packed: PackedKeys,
        memory: UnsafeMutablePointer<Float>
    ) {
        let memory = cut(memory)
        memory.dQueries.update(repeating: 0, count: Int(CK_ATTEND_ROWS) * heads.width)
        pack(tile.rows, head: head, memory)
        let prefix = PackedBatch.Span(rows: tile.span.prefix, prefix: 0..<0)
        for (span, position) in [(prefix, 0), (tile.span, tile.span.prefix.count)] {
            for rows in span.tiles(of: Int(CK_ATTEND_KEYS)) {
                let offset = rows.lowerBound - span.rows.lowerBound
                var keys = packed.keys(rows, position: position + offset, head: head / heads.group)
                differentiate(
                    tile.rows, at: tile.position, &keys, memory, dQueries: memory.dQueries,
                    withKeys: false)
            }
        }
        write(memory.dQueries, rows: tile.rows, head: head, scale: heads.shape.scale)
    }

    /// Gradients of a tile of keys, and those of the queries that see it where `dQueries` gives
    /// memory for a query head and row.
    private func run(
        _ span: PackedBatch.Span, _ tile: Range<Int>, _ spans: [PackedBatch.Span], head: Int,
        _ packed: PackedKeys, _ memory: Memory, dQueries: (_ head: Int, _ row: Int) -> Floats?
    ) {
        memory.dKeys.update(repeating: 0, count: 2 * keysCount)
        let position = span.prefix.count + tile.lowerBound - span.rows.lowerBound
        var keys = packed.keys(tile, position: position, head: head)
        for queryHead in head * heads.group..<(head + 1) * heads.group {
            for other in spans where other == span || other.prefix.contains(tile.lowerBound) {
                for rows in other.tiles(of: Int(CK_ATTEND_ROWS)) {
                    let query = other.prefix.count + rows.lowerBound - other.rows.lowerBound
                    guard sees(query..<query + rows.count, position..<position + tile.count) else {
                        continue
                    }
                    pack(rows, head: queryHead, memory)
                    differentiate(
                        rows, at: query, &keys, memory,
                        dQueries: dQueries(queryHead, rows.lowerBound), withKeys: true)
                }
            }
        }
        write(memory.dKeys, rows: tile, head: heads.count + head, scale: 1)
        write(
            memory.dValues, rows: tile, head: heads.count + heads.keyValueCount + head, scale: 1)
    }

    /// Whether some of the queries at these positions see some of the keys.
    private func sees(_ queries: Range<Int>, _ keys: Range<Int>) -> Bool {
        queries.upperBound > keys.lowerBound
            && queries.lowerBound - keys.upperBound + 1 < Int(heads.shape.window)
    }

    private func pack(_ rows: Range<Int>, head: Int, _ memory: Memory) {
        let (row, column) = (rows.lowerBound, head * heads.dimension)
        var shape = heads.shape
        ck_attend_pack_f32(
            memory.tile, queryKeyValue.row(row) + column, Int64(queryKeyValue.stride),
            dO.row(row) + column, Int64(dO.stride), o.row(row) + column, Int64(o.stride),
            logSum.row(row) + head, Int64(logSum.stride), Int64(rows.count), &shape, isa)
    }

    private func differentiate(
        _ rows: Range<Int>, at position: Int, _ keys: inout ck_attend_keys, _ memory: Memory,
        dQueries: Floats?, withKeys: Bool
    ) {
        var shape = heads.shape
        ck_attend_backward_f32(
            dQueries, withKeys ? memory.dKeys : nil, withKeys ? memory.dValues : nil, memory.tile,
            Int64(rows.count), Int64(position), &keys, &shape, memory.kernel, isa)
    }

    /// Writes gradients to a head's columns, counted over queries, keys and values.
    private func write(_ gradients: Floats, rows: Range<Int>, head: Int, scale: Float) {
        for (index, row) in rows.enumerated() {
            ck_scale_f32(
                dQueryKeyValue.row(row) + head * heads.dimension, gradients + index * heads.width,
                scale, Int64(heads.dimension), isa)
        }
    }
}
