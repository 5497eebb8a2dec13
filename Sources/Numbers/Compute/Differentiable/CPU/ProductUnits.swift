import CKernels

/// The output of a product, `[rows, columns]`, cut into rectangles that threads claim.
///
/// Only speed depends on the cut: every element is one sum, whoever computes it.
struct ProductUnits {
    let rows: Int
    let columns: Int
    private(set) var rowsPerUnit: Int
    private(set) var columnsPerUnit: Int

    /// Columns that a kernel packs together with every instruction set.
    static let panel = Int(CK_PANEL)
    /// Whole tiles with every instruction set.
    static let tile = Int(CK_ROWS_MULTIPLE)
    /// Enough for a thread that is put aside not to hold up the others for long.
    private static let unitsPerThread = 4

    /// For a product with weights: a unit packs its columns of them for all of its rows.
    static func multiplying(rows: Int, columns: Int, threads: Int) -> ProductUnits {
        var units = ProductUnits(
            rows: rows, columns: columns, rowsPerUnit: max(rows, 1), columnsPerUnit: panel)
        // Fewer than 256 rows do not pay for the packing.
        let parts = min(units.missing(threads: threads), max(rows / 256, 1))
        units.rowsPerUnit = max((rows + parts * tile - 1) / (parts * tile), 1) * tile
        return units
    }

    /// For a gradient of weights: a unit packs its rows' operands for all of its columns.
    static func accumulating(rows: Int, columns: Int, threads: Int) -> ProductUnits {
        let panels = max((columns + panel - 1) / panel, 1)
        var units = ProductUnits(
            rows: rows, columns: columns, rowsPerUnit: panel, columnsPerUnit: panels * panel)
        let parts = min(units.missing(threads: threads), panels)
        units.columnsPerUnit = (panels + parts - 1) / parts * panel
        return units
    }

    var count: Int { rowUnits * columnUnits }

    func rows(ofUnit unit: Int) -> Range<Int> {
        let first = unit / columnUnits * rowsPerUnit
        return first..<min(first + rowsPerUnit, rows)
    }

    func columns(ofUnit unit: Int) -> Range<Int> {
        let first = unit % columnUnits * columnsPerUnit
        return first..<min(first + columnsPerUnit, columns)
    }

    private var rowUnits: Int { (rows + rowsPerUnit - 1) / rowsPerUnit }
    private var columnUnits: Int { (columns + columnsPerUnit - 1) / columnsPerUnit }

    /// By how much the units would have to multiply to be enough.
    private func missing(threads: Int) -> Int {
        guard threads > 1, count > 0 else { return 1 }
        return (Self.unitsPerThread * threads + count - 1) / count
    }
}
