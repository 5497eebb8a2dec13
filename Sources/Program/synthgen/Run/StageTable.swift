import Datasets
import Formatting

/// The stages of a run as a table that fits a window.
///
/// The stages of an included document are one row. Stages that have done nothing have no row. Where
/// room is short, those that work and those that worked last are shown, in the graph's order, and
/// the last line counts the others.
struct StageTable {
    private let rows: [StageRow]
    private let columns = [
        Column(title: "stage", isNumber: false) { $0.name },
        Column(title: "type", isNumber: false) { $0.type },
        Column(title: "made", isNumber: true) { $0.created.map(Format.count) ?? "" },
        Column(title: "passed", isNumber: true) { Format.count($0.passed) },
        Column(title: "rejected", isNumber: true) { Format.count($0.rejected) },
        Column(title: "working", isNumber: true) { $0.working == 0 ? "" : String($0.working) },
    ]

    private struct Column {
        let title: String
        let isNumber: Bool
        let text: (StageRow) -> String
    }

    /// Columns that are left out where the window is narrow, in this order.
    private static let dispensable = ["made", "type"]
    private static let gap = 2

    /// - Parameter lastChange: For each stage a number that is greater the later it has worked.
    init(_ stages: [RunSnapshot.Stage], lastChange: [Int]) {
        rows = StageRow.folded(stages, lastChange: lastChange)
    }

    /// The head, the rows, and a line about the stages without a row: at most `height` lines of at
    /// most `width` characters.
    func lines(width: Int, height: Int) -> [String] {
        let (shown, rest) = choice(height: max(1, height - 1))
        var lines = table(shown, width: width)
        if let rest { lines.append(rest) }
        return lines.prefix(height).map { String($0.prefix(width)) }
    }

    // MARK: Which rows

    /// Chooses the rows for so many lines, and the text that counts the stages without a row.
    private func choice(height: Int) -> ([StageRow], rest: String?) {
        let begun = rows.filter { $0.hasBegun || $0.isSink }
        if begun.count == rows.count, begun.count <= height { return (begun, nil) }
        let room = max(1, height - 1)
        let chosen = Set(
            begun.sorted { $0.urgency > $1.urgency }.prefix(room).map(\.number))
        let shown = rows.filter { chosen.contains($0.number) }
        let hidden = rows.filter { !chosen.contains($0.number) }
        return (shown, hidden.isEmpty ? nil : Self.text(of: hidden))
    }

    private static func text(of hidden: [StageRow]) -> String {
        func count(_ rows: [StageRow], _ what: String) -> String? {
            let stages = rows.reduce(0) { $0 + $1.stages }
            return stages == 0 ? nil : "\(stages) \(stages == 1 ? "stage" : "stages") \(what)"
        }
        let parts = [
            count(hidden.filter { $0.working > 0 }, "working"),
            count(hidden.filter { $0.working == 0 && $0.hasBegun }, "idle"),
            count(hidden.filter { !$0.hasBegun }, "not begun"),
        ].compactMap(\.self)
        return "… \(parts.joined(separator: ", "))"
    }

    // MARK: Columns

    private func table(_ rows: [StageRow], width: Int) -> [String] {
        let columns = fitting(rows, width: width)
        var widths = columns.map { self.width(of: $0, rows) }
        let excess = total(widths) - width
        // The first column is that of the names, which are cut before a number is.
        if excess > 0 { widths[0] = max(1, widths[0] - excess) }
        return [line(columns.map(\.title), columns, widths)]
            + rows.map { row in line(columns.map { $0.text(row) }, columns, widths) }
    }

    /// The columns that there is room for.
    private func fitting(_ rows: [StageRow], width: Int) -> [Column] {
        var columns = columns
        for title in Self.dispensable {
            if total(columns.map { self.width(of: $0, rows) }) <= width { break }
            columns.removeAll { $0.title == title }
        }
        return columns
    }

    private func width(of column: Column, _ rows: [StageRow]) -> Int {
        rows.reduce(column.title.count) { max($0, column.text($1).count) }
    }

    private func total(_ widths: [Int]) -> Int {
        widths.reduce(0, +) + Self.gap * max(0, widths.count - 1)
    }

    private func line(_ cells: [String], _ columns: [Column], _ widths: [Int]) -> String {
        let padded = zip(zip(cells, columns), widths).map { cell, width in
            let (text, column) = cell
            let fit = text.count <= width ? text : String(text.prefix(max(0, width - 1))) + "…"
            let padding = String(repeating: " ", count: max(0, width - fit.count))
            return column.isNumber ? padding + fit : fit + padding
        }
        var line = padded.joined(separator: String(repeating: " ", count: Self.gap))
        while line.last == " " { line.removeLast() }
        return line
    }
}
