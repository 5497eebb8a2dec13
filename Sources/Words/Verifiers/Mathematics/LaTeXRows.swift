/// An environment of rows and cells in LaTeX: a matrix, an array, a system of equations.
struct LaTeXRows {
    /// The environment's name, without a star.
    let name: String
    /// The cells of each row; empty rows at the end are dropped.
    let rows: [[CodePoints]]
    /// The position after `\end{…}`.
    let end: Int

    /// Environments whose content is rows of cells.
    private static let names: Set<String> = [
        "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array",
        "cases", "dcases", "rcases", "aligned", "align", "gathered", "split", "alignedat", "gather",
        "psmallmatrix", "bsmallmatrix",
    ]

    /// Most nested environments.
    private static let deepest = 8

    /// Reads the environment that begins after `\begin` at `start`; nil if it is none of rows, or
    /// has no end.
    init?(in text: CodePoints, after start: Int) {
        guard let (written, open) = Self.braced(in: text, at: start) else { return nil }
        let name = written.filter { $0 != "*" }
        guard Self.names.contains(name) else { return nil }
        self.name = name
        var content = open
        // The columns of an array, "{cc}" or "{c|c}".
        if name == "array" || name == "alignedat",
            let (_, after) = Self.braced(in: text, at: content)
        {
            content = after
        }
        guard let rows = Self.rows(in: text, from: content) else { return nil }
        self.rows = rows.cells
        end = rows.end
    }

    /// Returns the text in braces at a position, after spaces, and the position behind it.
    private static func braced(in text: CodePoints, at start: Int) -> (String, Int)? {
        var position = start
        while position < text.count, text[position].isSpace { position += 1 }
        guard position < text.count, text[position] == "{",
            let close = text[position...].prefix(40).firstIndex(of: "}")
        else { return nil }
        return (text[(position + 1)..<close].text, close + 1)
    }

    /// Returns the position behind the end of a row, `\\`, and the space that it asks for, `[2pt]`.
    private static func afterBreak(in text: CodePoints, at start: Int) -> Int {
        let after = start + 2
        let bracket = text[after...].prefix(20)
        guard bracket.first == "[", let close = bracket.firstIndex(of: "]") else { return after }
        let length = text[(after + 1)..<close].filter { !$0.isSpace }
        let unit = length.suffix(2)
        let number = length.dropLast(2)
        let isLength =
            ["pt", "em", "ex", "mm", "cm", "in", "mu"].contains(unit.text)
            && number.contains(where: \.isDigit)
            && number.allSatisfy { $0.isDigit || $0 == "." || $0 == "-" }
        return isLength ? close + 1 : after
    }

    /// Cuts the content at `\\` and `&` outside of braces and inner environments.
    private static func rows(
        in text: CodePoints, from start: Int
    ) -> (cells: [[CodePoints]], end: Int)? {
        var rows: [[CodePoints]] = [[]]
        var cell: CodePoints = []
        var (position, braces, environments) = (start, 0, 0)
        while position < text.count {
            let scalar = text[position]
            let isOutside = braces == 0 && environments == 0
            if text.has("\\end{", at: position) {
                if environments == 0 {
                    rows[rows.count - 1].append(cell)
                    while let last = rows.last, last.allSatisfy(\.isBlank) { rows.removeLast() }
                    guard let end = text[position...].firstIndex(of: "}") else { return nil }
                    return (rows, end + 1)
                }
                environments -= 1
            } else if text.has("\\begin{", at: position) {
                environments += 1
                guard environments <= deepest else { return nil }
            } else if text.has("\\\\", at: position) {
                position = Self.afterBreak(in: text, at: position)
                if isOutside {
                    rows[rows.count - 1].append(cell)
                    rows.append([])
                    cell = []
                } else {
                    cell += ["\\", "\\"]
                }
                continue
            } else if scalar == "\\", position + 1 < text.count {
                cell += [scalar, text[position + 1]]
                position += 2
                continue
            } else if scalar == "&", isOutside {
                rows[rows.count - 1].append(cell)
                cell = []
                position += 1
                continue
            } else if scalar == "{" {
                braces += 1
            } else if scalar == "}" {
                braces -= 1
            }
            cell.append(scalar)
            position += 1
        }
        return nil
    }
}
