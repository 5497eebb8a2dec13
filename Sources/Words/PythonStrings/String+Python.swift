/// String methods with Python's semantics: code points as characters, searches by UTF-8 bytes.
extension String {
    /// The number of code points.
    package var codePointCount: Int { utf8.count { $0 & 0xC0 != 0x80 } }

    /// Creates a string from code points.
    package init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }

    /// Each code point as a string.
    package var codePoints: [String] { unicodeScalars.map { String($0) } }

    // MARK: White space

    package func trimmingPythonSpace() -> String {
        String(
            decoding: Array(utf8)[...].trimmingSpaceAtStart().trimmingSpaceAtEnd(),
            as: UTF8.self
        )
    }

    package func trimmingPythonSpaceAtStart() -> String {
        String(decoding: Array(utf8)[...].trimmingSpaceAtStart(), as: UTF8.self)
    }

    package func trimmingPythonSpaceAtEnd() -> String {
        String(decoding: Array(utf8)[...].trimmingSpaceAtEnd(), as: UTF8.self)
    }

    /// Returns the string without the code points of `set` at the chosen ends.
    package func trimming(_ set: String, atStart: Bool, atEnd: Bool) -> String {
        let set = Set(set.unicodeScalars)
        var rest = unicodeScalars[...]
        while atStart, let first = rest.first, set.contains(first) { rest.removeFirst() }
        while atEnd, let last = rest.last, set.contains(last) { rest.removeLast() }
        return String(Substring(rest))
    }

    /// Splits at white space, at most `limit` times; the rest is the last word, or the first with
    /// `fromEnd`.
    package func words(atMost limit: Int = .max, fromEnd: Bool = false) -> [String] {
        var words: [String] = []
        var rest = Array(utf8)[...].trimmingSpaceAtStart().trimmingSpaceAtEnd()
        while !rest.isEmpty {
            guard words.count < limit else {
                words.append(String(decoding: rest, as: UTF8.self))
                break
            }
            if fromEnd {
                let start = rest.lastSpaceEnd
                words.append(String(decoding: rest[start...], as: UTF8.self))
                rest = rest[..<start].trimmingSpaceAtEnd()
            } else {
                let end = rest.firstSpace
                words.append(String(decoding: rest[..<end], as: UTF8.self))
                rest = rest[end...].trimmingSpaceAtStart()
            }
        }
        return fromEnd ? words.reversed() : words
    }

    /// The number of words that white space separates.
    package var wordCount: Int {
        var count = 0
        var rest = Array(utf8)[...].trimmingSpaceAtStart()
        while !rest.isEmpty {
            count += 1
            rest = rest[rest.firstSpace...].trimmingSpaceAtStart()
        }
        return count
    }

    // MARK: Searching

    /// Returns the byte offset of the first `needle` at or after byte `start`.
    package func byteOffset(of needle: String, from start: Int = 0) -> Int? {
        var haystack = self
        var needle = needle
        return haystack.withUTF8 { haystack in
            needle.withUTF8 { ByteSearch.offset(of: $0, in: haystack, from: start) }
        }
    }

    /// Returns the byte offsets of `needle`, without overlap, from the start.
    package func byteOffsets(of needle: String, atMost limit: Int = .max) -> [Int] {
        var offsets: [Int] = []
        var start = 0
        while offsets.count < limit, let found = byteOffset(of: needle, from: start) {
            offsets.append(found)
            start = found + max(1, needle.utf8.count)
        }
        return offsets
    }

    /// Returns how often `needle` occurs, without overlap; `limit` at most.
    package func count(of needle: String, atMost limit: Int = .max) -> Int {
        var haystack = self
        var needle = needle
        return haystack.withUTF8 { haystack in
            needle.withUTF8 { needle in
                var count = 0
                var start = 0
                while count < limit,
                    let found = ByteSearch.offset(of: needle, in: haystack, from: start)
                {
                    count += 1
                    start = found + max(1, needle.count)
                }
                return count
            }
        }
    }

    package func containsBytes(_ needle: String) -> Bool { byteOffset(of: needle) != nil }

    /// Returns the substring of a byte range, whose ends must lie between code points.
    package func bytes(_ range: Range<Int>) -> String {
        String(
            Substring(
                utf8[
                    utf8.index(
                        startIndex,
                        offsetBy: range.lowerBound
                    )..<utf8.index(
                        startIndex,
                        offsetBy: range.upperBound
                    )
                ]
            )
        )
    }

    // MARK: Splitting and replacing

    package func pythonSplit(_ separator: String, atMost limit: Int, fromEnd: Bool = false)
        -> [String]
    {
        var offsets = byteOffsets(of: separator, atMost: fromEnd ? .max : limit)
        if fromEnd { offsets = lastOffsets(of: separator, atMost: limit) }
        var parts: [String] = []
        var start = 0
        for offset in offsets {
            parts.append(bytes(start..<offset))
            start = offset + separator.utf8.count
        }
        parts.append(bytes(start..<utf8.count))
        return parts
    }

    /// Returns the byte offsets of the last `needle`s, without overlap as counted from the end, in
    /// ascending order.
    package func lastOffsets(of needle: String, atMost limit: Int) -> [Int] {
        let haystack = Array(utf8.reversed())
        let needle = Array(needle.utf8.reversed())
        var offsets: [Int] = []
        var start = 0
        while offsets.count < limit,
            let found = ByteSearch.offset(of: needle, in: haystack, from: start)
        {
            start = found + needle.count
            offsets.append(haystack.count - start)
        }
        return offsets.reversed()
    }

    /// Replaces the first `limit` occurrences of `old`; an empty `old` matches before every code
    /// point and at the end.
    package func pythonReplacing(_ old: String, with new: String, atMost limit: Int) -> String {
        guard limit > 0 else { return self }
        if old.isEmpty { return interspersing(new, atMost: limit) }
        var result = ""
        var start = 0
        var count = 0
        while count < limit, let found = byteOffset(of: old, from: start) {
            result += bytes(start..<found)
            result += new
            start = found + old.utf8.count
            count += 1
        }
        return count == 0 ? self : result + bytes(start..<utf8.count)
    }

    private func interspersing(_ new: String, atMost limit: Int) -> String {
        var result = ""
        var count = 0
        for scalar in unicodeScalars {
            if count < limit { result += new }
            count += 1
            result.unicodeScalars.append(scalar)
        }
        return count < limit ? result + new : result
    }

    /// The number of ``pythonLines(keepingEnds:)`` at most: a `\r\n` counts as two ends here.
    package var mostPythonLines: Int { unicodeScalars.count(where: \.endsLine) + 1 }

    /// Splits into lines where Python's `splitlines` does.
    package func pythonLines(keepingEnds: Bool = false) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var scalars = unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            guard scalar.endsLine else {
                line.append(scalar)
                continue
            }
            if keepingEnds { line.append(scalar) }
            if scalar == "\r", scalars.first == "\n" {
                scalars.removeFirst()
                if keepingEnds { line.append("\n") }
            }
            lines.append(String(line))
            line = String.UnicodeScalarView()
        }
        if !line.isEmpty { lines.append(String(line)) }
        return lines
    }

    // MARK: Case

    /// The string with the first letter of each word in title case, the rest in lower case; a word
    /// ends at every character without case.
    package var titlecased: String {
        var result = ""
        var isInWord = false
        for scalar in unicodeScalars {
            let properties = scalar.properties
            result += isInWord ? properties.lowercaseMapping : properties.titlecaseMapping
            isInWord = properties.isCased
        }
        return result
    }

    /// The string in lower case, with `ς` for a sigma that ends a word.
    package var pythonLowercased: String {
        let lower = lowercased()
        // Only a sigma depends on its context (Unicode's Final_Sigma).
        guard unicodeScalars.contains("Σ") else { return lower }
        let source = Array(unicodeScalars)
        var result = ""
        for (position, scalar) in source.enumerated() {
            let isFinal =
                scalar == "Σ" && source[..<position].lastLetterIsCased
                && !source[(position + 1)...].reversed().lastLetterIsCased
            result += isFinal ? "ς" : scalar.properties.lowercaseMapping
        }
        return result
    }

    /// The string without differences of case (Unicode's full case folding): `ß` is `ss`.
    package var pythonCasefolded: String {
        guard !utf8.allSatisfy({ $0 < 0x80 }) else { return lowercased() }
        var folded = ""
        for scalar in unicodeScalars { folded += scalar.caseFolding }
        return folded
    }

    /// The string with the first character in title case, the rest in lower case.
    package var pythonCapitalized: String {
        guard let first = unicodeScalars.first else { return "" }
        return first.properties.titlecaseMapping
            + String(Substring(unicodeScalars.dropFirst())).pythonLowercased
    }
}

extension BidirectionalCollection<Unicode.Scalar> {
    /// Whether the last character that is not case-ignorable is a letter with case.
    fileprivate var lastLetterIsCased: Bool {
        last { !$0.properties.isCaseIgnorable }?.properties.isCased == true
    }
}

extension Unicode.Scalar {
    /// Whether the character is white space by Python's `str.isspace`.
    package var isPythonSpace: Bool {
        (0x1C...0x1F).contains(value) || properties.isWhitespace
    }

    /// What full case folding makes of the character (CaseFolding.txt, status C and F).
    fileprivate var caseFolding: String {
        guard properties.changesWhenCaseMapped else { return String(self) }
        switch value {
        // Dotless i, whose upper case is that of i.
        case 0x131: return String(self)
        // Cherokee folds to upper case.
        case 0x13A0...0x13FD, 0xAB70...0xABBF: return properties.uppercaseMapping
        // Of all others, folding is what is left after these three.
        default: return properties.lowercaseMapping.uppercased().lowercased()
        }
    }

    fileprivate var endsLine: Bool {
        switch value {
        case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}

extension ArraySlice<UInt8> {
    /// The index of the first white space, or the end.
    fileprivate var firstSpace: Int {
        var position = startIndex
        while position < endIndex {
            if self[position].mayBeginSpace,
                self[position...].trimmingSpaceAtStart().startIndex > position
            {
                return position
            }
            position += 1
        }
        return endIndex
    }

    /// The index after the last white space, or the start.
    fileprivate var lastSpaceEnd: Int {
        var position = endIndex
        while position > startIndex {
            if self[position - 1].mayEndSpace,
                self[..<position].trimmingSpaceAtEnd().endIndex < position
            {
                return position
            }
            position -= 1
        }
        return startIndex
    }
}

// Cheap tests that skip most bytes: every wide space begins with 0xC2...0xE3 in UTF-8.
extension UInt8 {
    fileprivate var mayBeginSpace: Bool { self <= 0x20 || (0xC2...0xE3).contains(self) }
    fileprivate var mayEndSpace: Bool { self <= 0x20 || (0x80...0xAF).contains(self) }
}
