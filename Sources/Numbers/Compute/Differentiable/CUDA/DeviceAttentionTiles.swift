/// The blocks of threads of a batch's attention, as its kernels read them
/// (kernels/attention_float.cuh).
struct DeviceAttentionTiles: Equatable {
    /// Of queries, five numbers each: first row, rows, position of the first, the prefix's first
    /// row and its rows.
    private(set) var queries: [Int32] = []
    /// Of keys, four numbers each: first row, rows, and which of ``viewers`` see them.
    private(set) var keys: [Int32] = []
    /// Spans that see keys, six numbers each: first row, rows, position of the first; what is
    /// subtracted from a key's row to have its position, first and last row (exclusive) of the keys.
    private(set) var viewers: [Int32] = []
    let spans: [PackedBatch.Span]
    let queryRows: Int
    let keyRows: Int

    var queryCount: Int { queries.count / 5 }
    var keyCount: Int { keys.count / 4 }

    init(_ spans: [PackedBatch.Span], queryRows: Int, keyRows: Int) {
        (self.spans, self.queryRows, self.keyRows) = (spans, queryRows, keyRows)
        for (index, span) in spans.enumerated() {
            for rows in span.rows.cut(by: queryRows) {
                let position = span.prefix.count + rows.lowerBound - span.rows.lowerBound
                append(
                    to: \.queries, rows.lowerBound, rows.count, position, span.prefix.lowerBound,
                    span.prefix.count)
            }
            // Branches come after what they see.
            let later = spans[index...].prefix { $0.prefix.isEmpty ? $0 == span : true }
            for rows in span.rows.cut(by: keyRows) {
                let first = viewers.count / 6
                for viewer in later { appendViewer(viewer, of: rows, isOwn: viewer == span) }
                append(to: \.keys, rows.lowerBound, rows.count, first, viewers.count / 6)
            }
        }
    }

    private mutating func appendViewer(
        _ viewer: PackedBatch.Span, of rows: Range<Int>, isOwn: Bool
    ) {
        let seen = isOwn ? viewer.rows : viewer.prefix
        guard seen.overlaps(rows) else { return }
        let base = isOwn ? viewer.rows.lowerBound - viewer.prefix.count : viewer.prefix.lowerBound
        append(
            to: \.viewers, viewer.rows.lowerBound, viewer.rows.count, viewer.prefix.count, base,
            seen.lowerBound, seen.upperBound)
    }

    private mutating func append(
        to list: WritableKeyPath<DeviceAttentionTiles, [Int32]>, _ numbers: Int...
    ) {
        self[keyPath: list] += numbers.map { Int32($0) }
    }
}

extension Range<Int> {
    /// Its parts of `length`, the last one shorter.
    fileprivate func cut(by length: Int) -> [Range<Int>] {
        stride(from: lowerBound, to: upperBound, by: length).map {
            $0..<Swift.min($0 + length, upperBound)
        }
    }
}
