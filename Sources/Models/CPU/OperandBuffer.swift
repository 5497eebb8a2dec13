import CKernels

/// What matrix products read: rows of floats and, for quantised matrices, the same rows rounded to
/// 8 bits.
final class OperandBuffer {
    let width: Int
    private let floats: RowBuffer
    /// `nil` if no matrix is multiplied in integers.
    private let tiles: UnsafeMutablePointer<ck_rounded>?

    /// Rows that share their tiles. One worker writes them all.
    static let rowsPerTile = Int(CK_ROUNDED_ROWS)
    /// Columns that share a scale.
    static let columnsPerTile = Int(CK_ROUNDED_COLUMNS)

    init(rows: Int, width: Int, rounds: Bool) {
        self.width = width
        floats = RowBuffer(rows: rows, width: width)
        guard rounds, width % Self.columnsPerTile == 0 else {
            tiles = nil
            return
        }
        let count = Int(ck_rounded_tiles(Int64(rows), Int64(width)))
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(count, 1) * MemoryLayout<ck_rounded>.stride, alignment: 64)
        tiles = memory.initializeMemory(as: ck_rounded.self, repeating: ck_rounded(), count: count)
    }

    deinit { tiles?.deallocate() }

    func row(_ index: Int) -> UnsafeMutablePointer<Float> { floats.row(index) }

    /// The tiles from a row on, which is the first of its tile.
    func tiles(from row: Int) -> UnsafePointer<ck_rounded>? {
        precondition(row % Self.rowsPerTile == 0, "a product begins with a tile's first row")
        return tiles.map {
            UnsafePointer($0 + row * (width / Self.columnsPerTile) / Self.rowsPerTile)
        }
    }

    /// Rounds columns of a row, of which both ends are multiples of 32, once they are written.
    func round(_ index: Int, columns: Range<Int>, _ isa: ck_isa) {
        guard let tiles else { return }
        let tile = index / Self.rowsPerTile * (width / Self.columnsPerTile)
        ck_round_row(
            tiles + tile + columns.lowerBound / Self.columnsPerTile,
            Int64(index % Self.rowsPerTile), row(index) + columns.lowerBound,
            Int64(columns.count), isa)
    }

    func round(_ index: Int, _ isa: ck_isa) { round(index, columns: 0..<width, isa) }
}
