import CKernels

/// Query and key heads of one layer, as the kernels want them.
struct AttentionHeads {
    let count: Int
    let keyValueCount: Int
    let dimension: Int
    /// The dimension rounded up to whole vectors.
    let width: Int
    let shape: ck_attend_shape

    init(_ parameters: AttentionParameters) {
        precondition(parameters.heads % parameters.keyValueHeads == 0, "heads share keys evenly")
        (count, keyValueCount) = (parameters.heads, parameters.keyValueHeads)
        dimension = parameters.headDimension
        width = Int(ck_attend_width(Int64(dimension)))
        shape = ck_attend_shape(
            head_dim: Int64(dimension),
            window: min(Int64(parameters.window ?? .max), Int64(CK_ATTEND_ALL)),
            scale: parameters.scale, cap: parameters.softCap ?? 0)
    }

    /// Query heads of one key head.
    var group: Int { count / keyValueCount }

    func check(_ queryKeyValue: MatrixView, _ o: MatrixView, _ logSum: MatrixView, rows: Int) {
        precondition(
            queryKeyValue.rowCount == rows && o.rowCount == rows && logSum.rowCount == rows,
            "shapes differ")
        precondition(
            queryKeyValue.width == (count + 2 * keyValueCount) * dimension
                && o.width == count * dimension && logSum.width == count, "shapes differ")
    }

    /// Floats of ``PackedKeys``.
    func packedCount(rows: Int) -> Int {
        2 * keyValueCount * (rows + Int(CK_ATTEND_SPARE)) * width
    }

    /// Whether one pass over whole documents, 5 products, takes less time than two passes over
    /// tiles, 7 products, which more threads can share. Both give the same bits.
    func suitsOnePass(_ batch: PackedBatch, threads: Int) -> Bool {
        let costs = batch.documents.map { document in
            let rows = Double(batch.rows(ofDocument: document).count)
            return rows * rows
        }
        var loads = [Double](repeating: 0, count: threads)
        for cost in costs.sorted(by: >) {
            for _ in 0..<keyValueCount {
                let least = loads.indices.min { loads[$0] < loads[$1] } ?? 0
                loads[least] += cost
            }
        }
        let total = costs.reduce(0, +) * Double(keyValueCount)
        return 5 * (loads.max() ?? 0) <= 7 * total / Double(threads)
    }
}

/// Some consecutive rows of a span.
struct AttentionTile {
    let span: PackedBatch.Span
    /// Indices of the spans of its document.
    let document: Range<Int>
    let rows: Range<Int>

    /// Of the first row, in its sequence.
    var position: Int { span.prefix.count + rows.lowerBound - span.rows.lowerBound }
}

extension PackedBatch.Span {
    /// Its rows in ranges of at most `length`.
    func tiles(of length: Int) -> [Range<Int>] {
        stride(from: rows.lowerBound, to: rows.upperBound, by: length).map {
            $0..<min($0 + length, rows.upperBound)
        }
    }
}

extension PackedBatch {
    /// Rows of a document with these spans.
    func rows(ofDocument document: Range<Int>) -> Range<Int> {
        guard let first = document.first, let last = document.last else { return 0..<0 }
        return spans[first].rows.lowerBound..<spans[last].rows.upperBound
    }

    var queryTiles: [AttentionTile] { tiles(of: Int(CK_ATTEND_ROWS)) }
    var keyTiles: [AttentionTile] { tiles(of: Int(CK_ATTEND_KEYS)) }

    private func tiles(of length: Int) -> [AttentionTile] {
        documents.flatMap { document in
            spans[document].flatMap { span in
                span.tiles(of: length).map {
                    AttentionTile(span: span, document: document, rows: $0)
                }
            }
        }
    }
}

/// Keys of every head, then values: `[2·heads, rows, width]`.
struct PackedKeys: @unchecked Sendable {
    private let floats: UnsafeMutablePointer<Float>
    private let rows: Int
    private let heads: AttentionHeads

    init(_ floats: UnsafeMutablePointer<Float>, rows: Int, heads: AttentionHeads) {
        (self.floats, self.rows, self.heads) = (floats, rows + Int(CK_ATTEND_SPARE), heads)
    }

    /// A row of a key head, or of a value head counted on from there.
    func row(_ row: Int, head: Int) -> UnsafeMutablePointer<Float> {
        floats + (head * rows + row) * heads.width
    }

    func keys(_ rows: Range<Int>, position: Int, head: Int) -> ck_attend_keys {
        ck_attend_keys(
            keys: row(rows.lowerBound, head: head),
            values: row(rows.lowerBound, head: heads.keyValueCount + head),
            count: Int64(rows.count), position: Int64(position))
    }
}

extension AttentionParameters {
    /// Parameters without a model's configuration.
    init(
        heads: Int, keyValueHeads: Int, headDimension: Int, scale: Float, softCap: Float? = nil,
        window: Int? = nil
    ) {
        (self.heads, self.keyValueHeads, self.headDimension) = (heads, keyValueHeads, headDimension)
        (self.scale, self.softCap, self.window) = (scale, softCap, window)
    }
}
