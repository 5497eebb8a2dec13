/// Splits English text into sentences as punkt does.
///
/// Punkt (Kiss & Strunk 2006, "Unsupervised Multilingual Sentence Boundary Detection") decides at
/// every `.`, `?` and `!` before white space or punctuation, by the words on both sides. Its
/// learned parameters are lists here: abbreviations, frequent sentence starters, collocations,
/// and the capitalization of words (``EnglishCapitals``). The rules are those of nltk 3.10.
enum SentenceSplitter {
    /// Returns the sentences of a text in order, each with its closing quotes and brackets.
    static func sentences(of text: CodePoints) -> [ArraySlice<Unicode.Scalar>] {
        realigned(slices(of: text), in: text).map { text[$0] }
    }

    /// Returns the ranges between sentence breaks; white space after a break is in neither range.
    private static func slices(of text: CodePoints) -> [Range<Int>] {
        var slices: [Range<Int>] = []
        var start = 0
        for candidate in candidates(in: text)
        where SentenceContext(text, candidate).hasBreak {
            slices.append(start..<candidate.mark + 1)
            start = candidate.nextWord ?? candidate.mark + 1
        }
        let end = (text.lastIndex { !$0.isSpace } ?? -1) + 1
        return slices + [start..<max(start, end)]
    }

    /// Moves closing punctuation to the sentence before it; drops sentences that become empty.
    private static func realigned(_ slices: [Range<Int>], in text: CodePoints) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var moved = 0
        for (number, slice) in slices.enumerated() {
            let start = slice.lowerBound + moved
            let rest = min(start, slice.upperBound)..<slice.upperBound
            guard number + 1 < slices.count else {
                if !rest.isEmpty { result.append(rest) }
                continue
            }
            let next = slices[number + 1]
            if let closing = closing(at: next, in: text) {
                result.append(start..<max(start, closing.inkEnd))
                moved = closing.end - next.lowerBound
            } else {
                if !rest.isEmpty { result.append(rest) }
                moved = 0
            }
        }
        return result
    }

    /// Returns the end of the closing quotes and brackets at the start of a slice, and of the white
    /// space after them; nil if there are none.
    private static func closing(
        at slice: Range<Int>, in text: CodePoints
    ) -> (inkEnd: Int, end: Int)? {
        var position = slice.lowerBound
        while position < slice.upperBound, text[position].isClosing {
            position += 1
            if position == slice.upperBound { return (position, position) }
            if text[position].isSpace {
                var end = position
                while end < slice.upperBound, text[end].isSpace { end += 1 }
                return (position, end)
            }
            let isDash = text[position] == "-" && position + 1 < slice.upperBound
            if isDash, text[position + 1] == "-" { return (position, position) }
        }
        return nil
    }

    /// Returns the marks that may end a sentence; of several without space between, the last.
    private static func candidates(in text: CodePoints) -> [SentenceMark] {
        var found: [SentenceMark] = []
        var word = 0..<0
        for mark in text.indices where text[mark].endsSentence {
            guard let following = following(mark, in: text) else { continue }
            let before = text[word.upperBound..<mark]
            let space = before.lastIndex(where: \.isPlainSpace) ?? word.upperBound
            let start = space > word.upperBound ? space + 1 : word.lowerBound
            if !found.isEmpty, word.upperBound > start { found.removeLast() }
            word = start..<mark
            found.append(
                SentenceMark(
                    word: word, mark: mark, end: following.end, nextWord: following.nextWord))
        }
        return found
    }

    /// Returns the end of the context after a mark, and the start of the next word if white space
    /// comes before it; nil if the mark cannot end a sentence.
    private static func following(
        _ mark: Int, in text: CodePoints
    ) -> (end: Int, nextWord: Int?)? {
        guard mark + 1 < text.count else { return nil }
        if text[mark + 1].isBesideWords { return (mark + 2, nil) }
        guard text[mark + 1].isSpace,
            let word = text[(mark + 1)...].firstIndex(where: { !$0.isSpace })
        else { return nil }
        return (text[word...].firstIndex(where: \.isSpace) ?? text.count, word)
    }
}

/// A mark that may end a sentence, with the positions of its context.
struct SentenceMark {
    let word: Range<Int>
    let mark: Int
    /// The end of the context.
    let end: Int
    /// The start of the next word, if white space comes before it.
    let nextWord: Int?
}

extension Unicode.Scalar {
    /// Whether this is `.`, `?` or `!`.
    var endsSentence: Bool { self == "." || self == "?" || self == "!" }

    /// Whether this is punctuation that ends a word without white space between.
    var isBesideWords: Bool {
        switch self {
        case ")", "\"", ";", "}", "]", "*", ":", "@", "'", "(", "{", "[", "?", "!": true
        case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "«", "»": true
        default: false
        }
    }

    fileprivate var isClosing: Bool {
        switch self {
        case "\"", "'", ")", "]", "}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "«", "»":
            true
        default: false
        }
    }

    fileprivate var isPlainSpace: Bool { value == 0x20 || (0x09...0x0D).contains(value) }
}
