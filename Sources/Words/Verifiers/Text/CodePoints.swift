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

    /// Whether `other` stands at `place`.
    func has(_ other: CodePoints, at place: Int) -> Bool {
        guard place >= 0, place + other.count <= count else { return false }
        return self[place..<place + other.count].elementsEqual(other)
    }

    /// Whether the code points of `other` stand at `place`.
    func has(_ other: StaticString, at place: Int) -> Bool {
        other.withUTF8Buffer { bytes in
            // ASCII alone: a byte is a code point.
            place >= 0 && place + bytes.count <= count
                && bytes.indices.allSatisfy { self[place + $0].value == bytes[$0] }
        }
    }

    /// Where `other` stands, from the start and without overlap; never where it is empty.
    func places(of other: CodePoints) -> [Int] {
        guard let first = other.first else { return [] }
        var places: [Int] = []
        var place = 0
        while place + other.count <= count {
            if self[place] == first, has(other, at: place) {
                places.append(place)
                place += other.count
            } else {
                place += 1
            }
        }
        return places
    }

    /// The parts between `separator`s.
    func split(on separator: CodePoints) -> [CodePoints] {
        var parts: [CodePoints] = []
        var start = 0
        for place in places(of: separator) {
            parts.append(Array(self[start..<place]))
            start = place + separator.count
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
        for (place, scalar) in enumerated() {
            if scalar == "Σ" {
                result.append(isFinalSigma(at: place) ? "ς" : "σ")
            } else {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        return result
    }

    /// Whether letters go before, and none come after, past what case does not see.
    private func isFinalSigma(at place: Int) -> Bool {
        func isCased(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isCased == true }
        let before = self[..<place].last { !$0.properties.isCaseIgnorable }
        let after = self[(place + 1)...].first { !$0.properties.isCaseIgnorable }
        return isCased(before) && !isCased(after)
    }
}
