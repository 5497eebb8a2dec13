extension String {
    /// The text in lines of at most `columns` columns, broken after a space where there is one.
    ///
    /// A line feed stays a break, and a tab becomes four spaces. Wide characters, such as those of
    /// Chinese, take two columns.
    package func wrapped(to columns: Int) -> [String] {
        split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            wrap(line.replacing("\t", with: "    "), to: max(2, columns))
        }
    }
}

private func wrap(_ line: some StringProtocol, to columns: Int) -> [String] {
    var lines: [String] = []
    var current: [Character] = []
    var width = 0
    /// Where the words begin that a line may be broken before, after its indent.
    var lastBreak: Int?
    for character in line {
        let columnsOfCharacter = character.columns
        if width + columnsOfCharacter > columns {
            let cut = character == " " ? current.count : lastBreak ?? current.count
            lines.append(String(current[..<cut]).withoutSpacesAtEnd)
            current.removeFirst(cut)
            width = current.reduce(0) { $0 + $1.columns }
            lastBreak = nil
            if character == " " { continue }
        }
        current.append(character)
        width += columnsOfCharacter
        if character == " ", current.contains(where: { $0 != " " }) { lastBreak = current.count }
    }
    if !current.isEmpty || lines.isEmpty { lines.append(String(current).withoutSpacesAtEnd) }
    return lines
}

extension String {
    fileprivate var withoutSpacesAtEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension Character {
    /// Columns that a terminal takes for the character: 2 for those of East Asian scripts and for
    /// pictures, else 1.
    fileprivate var columns: Int {
        switch unicodeScalars.first?.value ?? 0 {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
