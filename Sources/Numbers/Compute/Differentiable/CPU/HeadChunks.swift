/// The rows of a head in chunks, whose logits are in memory one chunk at a time.
struct HeadChunks {
    let chunks: [Range<Int>]

    /// Cuts `rows` rows into chunks of at most `limit`; no cut falls inside a block, and a longer
    /// block is a chunk of its own.
    init(rows: Int, blocks: [Range<Int>], limit: Int) {
        var (chunks, first) = ([Range<Int>](), 0)
        while first < rows {
            var end = min(first + limit, rows)
            if let cut = blocks.first(where: { $0.lowerBound < end && end < $0.upperBound }) {
                end = cut.lowerBound > first ? cut.lowerBound : cut.upperBound
            }
            chunks.append(first..<end)
            first = end
        }
        self.chunks = chunks
    }

    var mostRows: Int { chunks.map(\.count).max() ?? 0 }
}
