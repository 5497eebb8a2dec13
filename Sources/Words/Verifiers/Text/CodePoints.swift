/// A text as an array of code points, which are the characters of Python's strings.
typealias CodePoints = [Unicode.Scalar]

extension [Unicode.Scalar] {
    init(_ text: String) { self = Array(text.unicodeScalars) }

    /// Removes elements for which `isCut` holds, by default white space, from both ends.
    func trimmed(_ isCut: (Element) -> Bool = \.isSpace) -> CodePoints {
        trimmedAtStart(isCut).trimmedAtEnd(isCut)
    }

    /// Removes elements for which `isCut` holds from the start.
    func trimmedAtStart(_ isCut: (Element) -> Bool = \.isSpace) -> CodePoints {
        Array(drop(while: isCut))
    }

    /// Removes elements for which `isCut` holds from the end.
    func trimmedAtEnd(_ isCut: (Element) -> Bool = \.isSpace) -> CodePoints {
        Array(prefix((lastIndex { !isCut($0) } ?? -1) + 1))
    }

    /// Whether `other` occurs at `position`, which may be out of range.
    func has(_ other: CodePoints, at position: Int) -> Bool {
        guard position >= 0, position + other.count <= count else { return false }
        return self[position..<position + other.count].elementsEqual(other)
    }

    /// Whether the ASCII text `other` occurs at `position`, which may be out of range.
    func has(_ other: StaticString, at position: Int) -> Bool {
        other.withUTF8Buffer { bytes in
            // In ASCII a byte is a code point.
            position >= 0 && position + bytes.count <= count
                && bytes.indices.allSatisfy { self[position + $0].value == bytes[$0] }
        }
    }

    /// Returns the positions of `other`, from the start and without overlap; none if it is empty.
    func positions(of other: CodePoints) -> [Int] {
        guard let first = other.first else { return [] }
        var positions: [Int] = []
        var position = 0
        while position + other.count <= count {
            if self[position] == first, has(other, at: position) {
                positions.append(position)
                position += other.count
            } else {
                position += 1
            }
        }
        return positions
    }

    /// Splits at every `separator`; empty parts are kept.
    func split(on separator: CodePoints) -> [CodePoints] {
        var parts: [CodePoints] = []
        var start = 0
        for position in positions(of: separator) {
            parts.append(Array(self[start..<position]))
            start = position + separator.count
        }
        return parts + [Array(self[start...])]
    }

    /// The lines, split at every line feed.
    var lines: [CodePoints] {
        split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    }

    /// The words, split at white space.
    var words: [CodePoints] { split(whereSeparator: \.isSpace).map(Array.init) }

    /// `str.lower`: full lower-casing, with `ς` for a sigma that ends a word.
    var lowercased: CodePoints {
        var result: CodePoints = []
        result.reserveCapacity(count)
        for (position, scalar) in enumerated() {
            if scalar == "Σ" {
                result.append(isFinalSigma(at: position) ? "ς" : "σ")
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return result
    }

    /// Unicode's Final_Sigma: a cased letter before and none after, case-ignorable ones skipped.
    private func isFinalSigma(at position: Int) -> Bool {
        func isCased(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isCased == true }
        let before = self[..<position].last { !$0.properties.isCaseIgnorable }
        let after = self[(position + 1)...].first { !$0.properties.isCaseIgnorable }
        return isCased(before) && !isCased(after)
    }
}
