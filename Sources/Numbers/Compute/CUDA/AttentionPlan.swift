/// How a step's attention is cut into work: what kernels/attention.cuh calls entries.
///
/// Rows of one sequence that follow each other are taken together; a row that stands alone is cut
/// into pieces of positions, so that long sequences keep the whole GPU busy. Results do not depend
/// on the cut.
struct AttentionPlan {
    /// Numbers of an entry, and of an entry of `attention_combine`.
    static let entryWidth = 6
    static let combineWidth = 4
    private static let positionsPerPiece = 512

    /// Entries of `attention_decode`, of `attention`, and of `attention_combine`.
    private(set) var single: [Int32] = []
    private(set) var several: [Int32] = []
    private(set) var combine: [Int32] = []
    /// Rows of the workspace that they use.
    private(set) var slots = 0

    /// Positions that a row sees, itself included; 0: all.
    private let window: Int
    private let group: Int

    /// - Parameter group: Query heads that share a key head.
    init(_ batch: TokenBatch, window: Int?, group: Int) {
        (self.window, self.group) = (window ?? 0, group)
        var first = 0
        while first < batch.rows.count {
            let count = Self.run(in: batch.rows, from: first)
            add(first, count, batch.rows[first].position)
            first += count
        }
    }

    /// Rows that stand alone, cut alike whatever their positions: `pieces` entries for each of
    /// `rows`, some of them with nothing to do.
    init(decoding batch: TokenBatch, rows: Int, pieces: Int, window: Int?, group: Int) {
        (self.window, self.group) = (window ?? 0, group)
        for row in 0..<rows {
            let position = row < batch.rows.count ? batch.rows[row].position : 0
            let seen = self.pieces(from: position, to: position)
            guard pieces > 1 else {
                Self.add(row, 1, seen, isWhole: true, slot: slots, to: &single)
                continue
            }
            addCombined(row, pieces: seen.count)
            for piece in seen.lowerBound..<seen.lowerBound + pieces {
                let rows = piece < seen.upperBound ? 1 : 0
                Self.add(row, rows, piece..<piece + 1, isWhole: false, slot: slots, to: &single)
                slots += 1
            }
        }
    }

    /// The most pieces that one of a batch's rows sees.
    static func mostPieces(_ batch: TokenBatch, window: Int?) -> Int {
        let plan = AttentionPlan(window: window)
        return batch.rows.reduce(1) {
            max($0, plan.pieces(from: $1.position, to: $1.position).count)
        }
    }

    private init(window: Int?) { (self.window, group) = (window ?? 0, 1) }

    /// Whether every row of a batch stands alone.
    static func isDecoding(_ batch: TokenBatch) -> Bool {
        batch.rows.indices.dropFirst().allSatisfy {
            batch.rows[$0].table != batch.rows[$0 - 1].table
        }
    }

    /// How many rows from `first` on are consecutive positions of one sequence.
    private static func run(in rows: [TokenBatch.Row], from first: Int) -> Int {
        var end = first + 1
        while end < rows.count, rows[end].table == rows[first].table,
            rows[end].position == rows[end - 1].position + 1
        {
            end += 1
        }
        return end - first
    }

    private mutating func add(_ first: Int, _ count: Int, _ position: Int) {
        if count * group <= 16 {
            for row in 0..<count { addSingle(first + row, position + row) }
            return
        }
        let most = max(1, 64 / group)
        for start in stride(from: 0, to: count, by: most) {
            let rows = min(most, count - start)
            let pieces = pieces(from: position + start, to: position + start + rows - 1)
            Self.add(first + start, rows, pieces, isWhole: true, slot: slots, to: &several)
            if pieces.count > 1 { slots += rows }
        }
    }

    /// Adds one row, a piece at a time if it sees several.
    private mutating func addSingle(_ row: Int, _ position: Int) {
        let pieces = pieces(from: position, to: position)
        guard pieces.count > 1 else {
            Self.add(row, 1, pieces, isWhole: true, slot: slots, to: &single)
            return
        }
        addCombined(row, pieces: pieces.count)
        for piece in pieces {
            Self.add(row, 1, piece..<piece + 1, isWhole: false, slot: slots, to: &single)
            slots += 1
        }
    }

    /// The pieces that rows at these positions see.
    private func pieces(from first: Int, to last: Int) -> Range<Int> {
        let lowest = window > 0 ? max(first - window + 1, 0) : 0
        return lowest / Self.positionsPerPiece..<last / Self.positionsPerPiece + 1
    }

    /// Appends an entry, number by number: a list of its own for each would cost more than the
    /// rest.
    private static func add(
        _ row: Int, _ rows: Int, _ pieces: Range<Int>, isWhole: Bool, slot: Int,
        to entries: inout [Int32]
    ) {
        entries.append(Int32(row))
        entries.append(Int32(rows))
        entries.append(Int32(pieces.lowerBound))
        entries.append(Int32(pieces.upperBound))
        entries.append(Int32(slot))
        entries.append(isWhole ? 1 : 0)
    }

    /// Appends an entry for the parts of a row that begin at the next slot.
    private mutating func addCombined(_ row: Int, pieces: Int) {
        combine.append(Int32(row))
        combine.append(Int32(slots))
        combine.append(1)
        combine.append(Int32(pieces))
    }
}
