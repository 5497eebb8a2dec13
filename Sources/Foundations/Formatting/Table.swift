/// Text tables with aligned columns.
package enum Table {
    /// Returns a line for each row; the first `leading` columns and cells with sparklines are
    /// aligned to the left, all others to the right.
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
