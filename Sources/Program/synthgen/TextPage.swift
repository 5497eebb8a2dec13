import Formatting
import Terminal

/// Text for a terminal: wrapped to its width, indented, long parts shortened.
struct TextPage {
    /// The width in columns.
    let columns: Int
    /// Whether long parts are shown whole.
    let isFull: Bool
    private(set) var lines: [String] = []
    private var isShortened = false

    /// Most lines of a part that is not shown whole: its first ones, a note, and its last ones.
    private static let limit = 10
    private static let kept = (first: 6, last: 3)

    init(columns: Int = OutputWidth.columns, isFull: Bool) {
        self.columns = max(20, columns)
        self.isFull = isFull
    }

    /// All lines, with a note at the end if something was shortened.
    var text: String {
        let note = isShortened ? ["", "This is shortened; --full shows all."] : []
        return (lines + note).joined(separator: "\n")
    }

    /// Notes that the caller has left something out, which ``isFull`` would show.
    mutating func noteShortened() { isShortened = true }

    /// The beginning of a text, on one line of less than the width, in quotation marks.
    func firstLine(of text: String) -> String {
        let line = text.shownOnOneLine
        let limit = columns * 3 / 4
        return line.count <= limit ? "“\(line)”" : "“\(line.prefix(limit))…”"
    }

    /// Adds an empty line.
    mutating func addSpace() { lines.append("") }

    /// Adds a part; `lead` begins its first line, and the others are indented as far.
    mutating func add(_ text: String, lead: String = "") {
        let indent = String(repeating: " ", count: lead.count)
        var part = text.shown.wrapped(to: columns - lead.count)
        if !isFull, part.count > Self.limit {
            let hidden = part.count - Self.kept.first - Self.kept.last
            part =
                part.prefix(Self.kept.first) + ["… \(Format.count(hidden)) more lines …"]
                + part.suffix(Self.kept.last)
            isShortened = true
        }
        for (index, line) in part.enumerated() {
            let whole = (index == 0 ? lead : indent) + line
            lines.append(line.isEmpty && index > 0 ? "" : whole)
        }
    }
}
