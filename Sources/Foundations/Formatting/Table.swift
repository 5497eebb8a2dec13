/// Rows of cells as lines whose columns stand one below the other.
package enum Table {
    /// The lines: the first `leading` columns and pictures to the left, figures to the right.
    package static func lines(_ rows: [[String]], leading: Int = 1) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.compactMap { column < $0.count ? $0[column].count : nil }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                let isPicture = cell.contains { "▁▂▃▄▅▆▇█".contains($0) }
                return column < leading || isPicture ? cell + space : space + cell
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
