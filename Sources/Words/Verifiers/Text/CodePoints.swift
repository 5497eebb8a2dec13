/// A text as Python sees it: cut, compared and counted by code points.
typealias CodePoints = [Unicode.Scalar]

extension [Unicode.Scalar] {
    init(_ text: String) { self = Array(text.unicodeScalars) }

    /// Without the elements that `isCut` names at the ends; white space if nothing else is said.
    func trimmed(_ isCut: (Element) -> Bool = \.isSpace) -> CodePoints {
        trimmedAtStart(isCut).trimmedAtEnd(isCut)
    }

    /// Without the elements that `isCut` names at the start.
    func trimmedAtStart(_ isCut: (Element) -> Bool = \.isSpace) -> CodePoints {
        Array(drop(while: isCut))
    }

    /// Without the elements that `isCut` names at the end.
    func trimmedAtEnd(_ isCut: (Element) -> Bool = \.isSpace) -> CodePoints {
        Array(prefix((lastIndex { !isCut($0) } ?? -1) + 1))
    }

    /// Whether `other` stands at `position`.
    func has(_ other: CodePoints, at position: Int) -> Bool {
        guard position >= 0, position + other.count <= count else { return false }
        return self[position..<position + other.count].elementsEqual(other)
    }

    /// Whether the code points of `other` stand at `position`.
    func has(_ other: StaticString, at position: Int) -> Bool {
        other.withUTF8Buffer { bytes in
            // ASCII alone: a byte is a code point.
            position >= 0 && position + bytes.count <= count
                && bytes.indices.allSatisfy { self[position + $0].value == bytes[$0] }
        }
    }

    /// Where `other` stands, from the start and without overlap; never where it is empty.
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

    /// The parts between `separator`s.
    func split(on separator: CodePoints) -> [CodePoints] {
        var parts: [CodePoints] = []
        var start = 0
        for position in positions(of: separator) {
            parts.append(Array(self[start..<position]))
            start = position + separator.count
        }
        return parts + [Array(self[start...])]
    }

    /// The lines between line feeds.
    var lines: [CodePoints] {
        split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    }

    /// The runs of anything but white space.
    var words: [CodePoints] { split(whereSeparator: \.isSpace).map(Array.init) }

    /// `str.lower`: full lower-casing, with the sigma that ends words.
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

    /// Whether letters go before, and none come after, past what case does not see.
    private func isFinalSigma(at position: Int) -> Bool {
        func isCased(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isCased == true }
        let before = self[..<position].last { !$0.properties.isCaseIgnorable }
        let after = self[(position + 1)...].first { !$0.properties.isCaseIgnorable }
        return isCased(before) && !isCased(after)
    }
}
