import PythonStrings

/// Wraps a line into lines of at most `width` code points, as Python's `textwrap` does.
struct TextWrapper {
    let width: Int
    let breaksLongWords: Bool
    let breaksOnHyphens: Bool

    func wrap(_ line: String) -> [String] {
        var lines: [String] = []
        var current: [Unicode.Scalar] = []
        for chunk in chunks(of: line) {
            var chunk = chunk
            let isSpace = chunk.first?.isPythonSpace == true
            if current.count + chunk.count <= width {
                if !(isSpace && current.isEmpty && !lines.isEmpty) { current += chunk }
                continue
            }
            if isSpace {
                finish(&current, into: &lines)
                continue
            }
            if chunk.count > width, breaksLongWords {
                // Fill the current line first, then cut the rest into full lines.
                let room = width - current.count
                var rest = chunk[...]
                current += rest.prefix(room)
                rest = rest.dropFirst(room)
                finish(&current, into: &lines)
                while rest.count > width {
                    lines.append(String(rest.prefix(width)))
                    rest = rest.dropFirst(width)
                }
                chunk = Array(rest)
            } else {
                finish(&current, into: &lines)
            }
            current = chunk
        }
        finish(&current, into: &lines)
        return lines
    }

    private func finish(_ current: inout [Unicode.Scalar], into lines: inout [String]) {
        while current.last?.isPythonSpace == true { current.removeLast() }
        if !current.isEmpty { lines.append(String(current)) }
        current = []
    }

    /// Splits the line into words, runs of white space and the parts of hyphenated words.
    private func chunks(of line: String) -> [[Unicode.Scalar]] {
        var chunks: [[Unicode.Scalar]] = []
        var current: [Unicode.Scalar] = []
        for scalar in line.unicodeScalars {
            if let last = current.last {
                let changes = last.isPythonSpace != scalar.isPythonSpace
                let afterHyphen =
                    breaksOnHyphens && last == "-" && scalar.properties.isAlphabetic
                    && current.count > 1 && current[current.count - 2].properties.isAlphabetic
                if changes || afterHyphen {
                    chunks.append(current)
                    current = []
                }
            }
            current.append(scalar)
        }
        if !current.isEmpty { chunks.append(current) }
        return chunks
    }
}
