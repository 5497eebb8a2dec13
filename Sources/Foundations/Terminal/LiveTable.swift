import Formatting
import Synchronization

/// A table on standard error that is redrawn over itself.
public final class LiveTable: Sendable {
    /// Whether there is a terminal to draw on.
    public let isInteractive: Bool
    private let lines = Mutex(0)

    /// A table that has not been drawn yet.
    public init() { isInteractive = TerminalWindow.isInteractive }

    /// Draws rows over those drawn before. The first row is the head; a row of one cell runs across
    /// the table.
    public func update(_ rows: [[String]]) {
        guard isInteractive else { return }
        let text = tableLines(
            rows.map { $0.map(\.shownOnOneLine) }, width: TerminalWindow.columns,
            height: TerminalWindow.rows)
        lines.withLock { lines in
            // ESC[nA moves up n lines, ESC[K clears the rest of a line, ESC[J of the screen.
            var drawing = lines > 0 ? "\u{1B}[\(lines)A" : ""
            for line in text { drawing += "\r\u{1B}[K\(line)\n" }
            drawing += "\u{1B}[J"
            TerminalWindow.write(drawing)
            lines = text.count
        }
    }

    /// Leaves the last drawing in view; later output comes below it.
    public func finish() { lines.withLock { $0 = 0 } }
}

/// Returns the rows as fewer than `height` lines of fewer than `width` columns.
///
/// The first two columns are aligned to the left, the others to the right. If there are too many
/// rows, a line with their number replaces those after the head.
func tableLines(_ rows: [[String]], width: Int, height: Int) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let body = rows.filter { $0.count > 1 }
    let widths = (0..<columns).map { column in
        body.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    var lines = rows.map { $0.count == 1 ? $0[0] : line($0, widths) }
    let room = max(4, height - 1)
    if lines.count > room {
        lines = [lines[0], "… \(lines.count - room + 1) more"] + lines.suffix(room - 2)
    }
    return lines.map { String($0.prefix(max(0, width - 1))) }
}

private func line(_ row: [String], _ widths: [Int]) -> String {
    let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
        return column < 2 ? cell + padding : padding + cell
    }
    var text = cells.joined(separator: "  ")
    while text.last == " " { text.removeLast() }
    return text
}
