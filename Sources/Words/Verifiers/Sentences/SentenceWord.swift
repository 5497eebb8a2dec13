/// A word or a mark in the sentence splitter.
struct SentenceWord {
    /// The type of all numbers.
    static let number = "##number##"

    private let scalars: CodePoints
    /// The word in lower case; ``number`` for all numbers.
    private let wholeType: String
    var isAbbreviation = false
    var endsSentence = false

    /// Punkt's first pass: classifies the word without its neighbors.
    init(_ scalars: CodePoints) {
        self.scalars = scalars
        wholeType = scalars.isNumber ? Self.number : scalars.lowercased.text
        if scalars.count == 1, scalars[0].endsSentence {
            endsSentence = true
        } else if endsWithPeriod, !scalars.has("..", at: scalars.count - 2) {
            isAbbreviation = Abbreviations.contain(scalars.dropLast().text)
            endsSentence = !isAbbreviation
        }
    }

    var endsWithPeriod: Bool { scalars.last == "." }

    /// Whether the word is two or more periods.
    var isEllipsis: Bool { scalars.count > 1 && scalars.allSatisfy { $0 == "." } }

    /// Whether the word is a letter and a period.
    var isInitial: Bool {
        scalars.count == 2 && scalars[0].isUnicodeWord && !scalars[0].isDigit
            && endsWithPeriod
    }

    /// The word in lower case, without a final period.
    var type: String {
        wholeType.utf8.count > 1 && wholeType.hasSuffix(".")
            ? String(wholeType.dropLast()) : wholeType
    }

    /// The word in lower case, without a final period if it ends a sentence.
    var typeInSentence: String { endsSentence ? type : wholeType }

    /// Whether the word begins with a capital.
    var hasCapital: Bool { scalars.first?.properties.isUppercase == true }

    /// Whether the word also occurs without a capital in general texts.
    var isWrittenSmall: Bool {
        EnglishCapitals.startingOnly.contains(typeInSentence)
            || EnglishCapitals.anywhere.contains(typeInSentence)
    }

    /// Whether the capitalization shows that the word begins a sentence; nil if unknown.
    var beginsSentence: Bool? {
        if scalars.count == 1, scalars[0].endsSentence || [";", ":", ","].contains(scalars[0]) {
            return false
        }
        if hasCapital, EnglishCapitals.startingOnly.contains(typeInSentence) { return true }
        return scalars.first?.properties.isLowercase == true ? false : nil
    }
}

// MARK: Cutting lines into words

extension SentenceWord {
    /// Splits a line into words and marks; a period stays with its word.
    static func words(of line: CodePoints) -> [SentenceWord] {
        var words: [SentenceWord] = []
        var position = 0
        while position < line.count {
            if line[position].isSpace {
                position += 1
                continue
            }
            let end = line.punctuationEnd(at: position) ?? line.wordEnd(at: position)
            words.append(SentenceWord(Array(line[position..<end])))
            position = end
        }
        return words
    }
}

extension [Unicode.Scalar] {
    /// Returns the end of the dashes, dots or spaced dots at `position`; nil if there are none.
    fileprivate func punctuationEnd(at position: Int) -> Int? {
        for mark: Element in ["-", "."] {
            let end = self[position...].firstIndex { $0 != mark } ?? count
            if end >= position + 2 { return end }
        }
        var end = position
        while end + 1 < count, self[end] == ".", self[end + 1].isSpace { end += 2 }
        // The last dot needs no space after it; a space that was taken is given back.
        if end < count, self[end] == ".", end >= position + 4 { return end + 1 }
        return end >= position + 6 ? end - 1 : nil
    }

    /// Returns the end of the word at `position`; a mark that begins no word is a word by itself.
    fileprivate func wordEnd(at position: Int) -> Int {
        guard !self[position].beginsNoWord else { return position + 1 }
        var end = position + 1
        while end < count, !endsWord(at: end) { end += 1 }
        return end
    }

    private func endsWord(at position: Int) -> Bool {
        if isBoundary(at: position) { return true }
        return self[position] == "," && isBoundary(at: position + 1)
    }

    private func isBoundary(at position: Int) -> Bool {
        position >= count || self[position].isSpace || self[position].isBesideWords
            || punctuationEnd(at: position) != nil
    }

    /// Whether this is a number: digits, points, commas and dashes, with an optional final period.
    fileprivate var isNumber: Bool {
        var rest = self[...]
        if rest.first == "-" { rest.removeFirst() }
        if rest.first == "." || rest.first == "," { rest.removeFirst() }
        guard let first = rest.popFirst(), first.isDigit else { return false }
        return rest.allSatisfy { $0.isDigit || $0 == "," || $0 == "." || $0 == "-" }
    }
}

extension Unicode.Scalar {
    fileprivate var beginsNoWord: Bool {
        switch self {
        case "(", "\"", "`", "{", "[", ":", ";", "&", "#", "*", "@", ")", "}", "]", "-", ",": true
        default: false
        }
    }
}
