import CKernels

/// What matrix products read, where it lies: rows of floats and, for quantised matrices, the same rows
/// rounded to 8 bits.
struct OperandRows: @unchecked Sendable {
    let floats: Rows
    /// `nil` if no matrix is multiplied in integers.
    fileprivate let tiles: UnsafeMutablePointer<ck_rounded>?

    /// Rows that share their tiles. One worker writes them all.
    static let perTile = Int(CK_ROUNDED_ROWS)
    /// Columns that share a scale.
    static let columnsPerTile = Int(CK_ROUNDED_COLUMNS)

    var width: Int { floats.width }

    func row(_ index: Int) -> UnsafeMutablePointer<Float> { floats.row(index) }

    /// The tiles from a row on, which is the first of its tile.
    func tiles(from row: Int) -> UnsafePointer<ck_rounded>? {
        precondition(row % Self.perTile == 0, "a product begins with a tile's first row")
        return tiles.map { UnsafePointer($0 + row * (width / Self.columnsPerTile) / Self.perTile) }
    }

    /// Rounds columns of a row, of which both ends are multiples of 32, once they are written.
    func round(_ index: Int, columns: Range<Int>, _ isa: ck_isa) {
        guard let tiles else { return }
        let tile = index / Self.perTile * (width / Self.columnsPerTile)
        ck_round_row(
            tiles + tile + columns.lowerBound / Self.columnsPerTile,
            Int64(index % Self.perTile), row(index) + columns.lowerBound,
            Int64(columns.count), isa)
    }

    func round(_ index: Int, _ isa: ck_isa) { round(index, columns: 0..<width, isa) }
}

/// The memory of an operand, allocated once.
final class OperandBuffer {
    let rows: OperandRows
    private let floats: RowBuffer

    init(rows count: Int, width: Int, rounds: Bool) {
        floats = RowBuffer(rows: count, width: width)
        guard rounds, width % OperandRows.columnsPerTile == 0 else {
            rows = OperandRows(floats: floats.rows, tiles: nil)
            return
        }
        let tiles = Int(ck_rounded_tiles(Int64(count), Int64(width)))
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: max(tiles, 1) * MemoryLayout<ck_rounded>.stride, alignment: 64)
        rows = OperandRows(
            floats: floats.rows,
            tiles: memory.initializeMemory(
                as: ck_rounded.self, repeating: ck_rounded(), count: tiles))
    }

    deinit { rows.tiles?.deallocate() }
}
