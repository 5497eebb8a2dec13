import CKernels

/// What matrix products read, where it lies: rows of floats, and the same rows rounded to 8 bits for
/// quantised matrices, or to bfloat16 for matrices of that.
struct OperandRows: @unchecked Sendable {
    let floats: Rows
    /// `nil` if no matrix is multiplied in integers.
    fileprivate let tiles: UnsafeMutablePointer<ck_rounded>?
    /// `nil` if no matrix is multiplied in bfloat16.
    fileprivate let bf16: UnsafeMutablePointer<UInt16>?

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

    /// The rows as bfloat16, from one on.
    func bf16(from row: Int) -> UnsafePointer<UInt16>? {
        bf16.map { UnsafePointer($0 + row * width) }
    }

    /// Rounds columns of a row, of which both ends are multiples of 32, once they are written.
    func round(_ index: Int, columns: Range<Int>, _ isa: ck_isa) {
        let (x, count) = (row(index) + columns.lowerBound, Int64(columns.count))
        if let tiles {
            let tile = index / Self.perTile * (width / Self.columnsPerTile)
            ck_round_row(
                tiles + tile + columns.lowerBound / Self.columnsPerTile,
                Int64(index % Self.perTile), x, count, isa)
        }
        if let bf16 {
            ck_round_bf16(bf16 + index * width + columns.lowerBound, x, count, isa)
        }
    }

    func round(_ index: Int, _ isa: ck_isa) { round(index, columns: 0..<width, isa) }
}

/// The memory of an operand, allocated once.
final class OperandBuffer {
    let rows: OperandRows
    private let floats: RowBuffer

    init(rows count: Int, width: Int, _ rounding: ActivationRounding) {
        floats = RowBuffer(rows: count, width: width)
        let isTiled = rounding.contains(.toIntegers) && width % OperandRows.columnsPerTile == 0
        rows = OperandRows(
            floats: floats.rows,
            tiles: isTiled ? Self.tiles(count, width) : nil,
            bf16: rounding.contains(.toBF16) ? Self.bf16(count, width) : nil
        )
    }

    private static func tiles(_ rows: Int, _ width: Int) -> UnsafeMutablePointer<ck_rounded> {
        let count = max(1, Int(ck_rounded_tiles(Int64(rows), Int64(width))))
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<ck_rounded>.stride, alignment: 64)
        return memory.initializeMemory(as: ck_rounded.self, repeating: ck_rounded(), count: count)
    }

    private static func bf16(_ rows: Int, _ width: Int) -> UnsafeMutablePointer<UInt16> {
        let memory = UnsafeMutablePointer<UInt16>.allocate(capacity: max(1, rows * width))
        memory.initialize(repeating: 0, count: rows * width)
        return memory
    }

    deinit {
        rows.tiles?.deallocate()
        rows.bf16?.deallocate()
    }
}
