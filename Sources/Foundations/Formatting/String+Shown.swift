extension String {
    /// The text as a terminal or a log may show it: no character in it can move the cursor, change
    /// colours, set a title, or turn the direction of what follows.
    ///
    /// Control characters but for line feed and tab, and marks of direction, are written as JSON
    /// escapes (`\u001b`), so that printed JSON stays the same JSON. A carriage return before a line
    /// feed is left out.
    public var shown: String {
        guard unicodeScalars.contains(where: \.isUnshown) else { return self }
        var result = String.UnicodeScalarView()
        var scalars = unicodeScalars.makeIterator()
        var next = scalars.next()
        while let scalar = next {
            next = scalars.next()
            guard scalar.isUnshown else {
                result.append(scalar)
                continue
            }
            if scalar == "\r", next == "\n" { continue }
            let digits = String(scalar.value, radix: 16)
            let zeros = String(repeating: "0", count: 4 - digits.count)
            result.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
        }
        return String(result)
    }

    /// The same on one line: line feeds and tabs are escaped too.
    public var shownOnOneLine: String {
        let text = shown
        guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return text }
        return text.replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    }
}

extension Unicode.Scalar {
    /// Whether a terminal may obey the character rather than show it.
    fileprivate var isUnshown: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F: true
        // Marks, embeddings, overrides and isolates of direction; separators of lines.
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
