/// Tokenizes a text in the Penn Treebank's way, by the rules of nltk's word tokenizer.
///
/// The rules rewrite the sentence one after another until white space surrounds every token; their
/// order matters. `CAN'T` gives `CA` and `N'T`, `CANNOT` gives `CAN` and `NOT`.
enum WordTokenizer {
    /// Returns the tokens of all sentences, in order.
    static func tokens(of text: CodePoints) -> [CodePoints] {
        SentenceSplitter.sentences(of: text).flatMap { tokens(ofSentence: Array($0)) }
    }

    private static func tokens(ofSentence sentence: CodePoints) -> [CodePoints] {
        var draft = TokenDraft(sentence)
        draft.markOpeningQuotes()
        draft.separatePunctuation()
        draft.separateClosingQuotes()
        draft.separateClitics()
        draft.cutContractions()
        return draft.text.words
    }
}

/// A sentence while the rules rewrite it.
private struct TokenDraft {
    var text: CodePoints

    init(_ text: CodePoints) { self.text = text }

    // MARK: Quotes

    mutating func markOpeningQuotes() {
        pad { "«“‘„".unicodeScalars.contains($0) }
        padRuns(of: "`", atLeast: 1)
        if text.first == "\"" { text.replaceSubrange(0..<1, with: CodePoints("``")) }
        rewrite { text, position in text.has("``", at: position) ? (2, CodePoints(" `` ")) : nil }
        rewrite { text, position in
            guard " ([{<".unicodeScalars.contains(text[position]) else { return nil }
            let marks =
                text.has("\"", at: position + 1) ? 1 : text.has("''", at: position + 1) ? 2 : 0
            return marks == 0 ? nil : (1 + marks, [text[position]] + CodePoints(" `` "))
        }
        rewrite { text, position in
            let isOpening =
                text[position] == "'" && !(position > 0 && text[position - 1].isUnicodeWord)
                && position + 1 < text.count && text[position + 1].isUnicodeWord
                && !Self.isClitic(in: text, after: position)
            return isOpening ? (1, ["'", " "]) : nil
        }
    }

    /// Whether the word at `position + 1` is a clitic, such as `re` in `'re`.
    private static func isClitic(in text: CodePoints, after position: Int) -> Bool {
        let end = text[(position + 1)...].firstIndex { !$0.isUnicodeWord } ?? text.count
        guard end - position <= 3 else { return false }
        return ["re", "ve", "ll", "m", "t", "s", "d", "n"].contains(
            text[(position + 1)..<end].text.lowercased())
    }

    mutating func separateClosingQuotes() {
        text = [" "] + text + [" "]
        pad { "»”’".unicodeScalars.contains($0) }
        rewrite { text, position in text.has("''", at: position) ? (2, CodePoints(" '' ")) : nil }
        rewrite { text, position in text[position] == "\"" ? (1, CodePoints(" '' ")) : nil }
        collapseSpace()
    }

    // MARK: Punctuation

    mutating func separatePunctuation() {
        separateLastPeriod(
            takingClosing: { "])}>\"' »”’".unicodeScalars.contains($0) }, apart: true)
        rewrite { text, position in
            guard text[position] == ":" || text[position] == ",", position + 1 < text.count,
                !text[position + 1].isDigit
            else { return nil }
            return (2, [" ", text[position], " ", text[position + 1]])
        }
        if let end = lineEnd, end > 0, text[end - 1] == ":" || text[end - 1] == "," {
            text.replaceSubrange(end - 1..<end, with: [" ", text[end - 1], " "])
        }
        padRuns(of: ".", atLeast: 2)
        pad { ";@#$%&".unicodeScalars.contains($0) }
        pad { (0x2012...0x2015).contains($0.value) }
        separateLastPeriod(takingClosing: { "])}>\"'".unicodeScalars.contains($0) }, apart: false)
        pad { $0 == "?" || $0 == "!" }
        rewrite { text, position in
            guard text[position] != "'", text.has("' ", at: position + 1) else { return nil }
            return (3, [text[position]] + CodePoints(" ' "))
        }
        pad { $0 == "*" }
        pad { "][(){}<>".unicodeScalars.contains($0) }
        rewrite { text, position in text.has("--", at: position) ? (2, CodePoints(" -- ")) : nil }
    }

    /// Separates the last period from its word; with `apart` also from the closing marks after it.
    private mutating func separateLastPeriod(
        takingClosing isClosing: (Unicode.Scalar) -> Bool, apart: Bool
    ) {
        guard let period = text.lastIndex(of: "."), period > 0, text[period - 1] != "." else {
            return
        }
        let closingEnd = text[(period + 1)...].firstIndex { !isClosing($0) } ?? text.count
        guard text[closingEnd...].isBlank else { return }
        let closing = Array(text[(period + 1)..<closingEnd])
        text.replaceSubrange(
            period..., with: [" ", "."] + (apart ? [" "] : []) + closing + [" "])
    }

    /// The first match of `$`: before a final line feed, else at the end.
    private var lineEnd: Int? {
        text.last == "\n" ? text.count - 1 : text.count
    }

    // MARK: Parts of words

    mutating func separateClitics() {
        let short = ["'s", "'S", "'m", "'M", "'d", "'D", "'"].map { CodePoints($0 + " ") }
        let long = ["'ll", "'LL", "'re", "'RE", "'ve", "'VE", "n't", "N'T"].map {
            CodePoints($0 + " ")
        }
        for endings in [short, long] {
            rewrite { text, position in
                guard text[position] != "'", text[position] != " ",
                    let ending = endings.first(where: { text.has($0, at: position + 1) })
                else { return nil }
                return (1 + ending.count, [text[position], " "] + ending)
            }
        }
    }

    mutating func cutContractions() {
        let pairs = [
            ("can", "not"), ("d", "'ye"), ("gim", "me"), ("gon", "na"), ("got", "ta"),
            ("lem", "me"), ("more", "'n"), ("wan", "na"), (" 't", "is"), (" 't", "was"),
        ]
        for (first, second) in pairs { cut(CodePoints(first), CodePoints(second)) }
    }

    /// Splits a contraction into its two halves, in any case.
    private mutating func cut(_ first: CodePoints, _ second: CodePoints) {
        let whole = first + second
        let needsSpace = second == CodePoints("na") && first == CodePoints("wan")
        rewrite { text, position in
            guard position + whole.count <= text.count else { return nil }
            let found = text[position..<position + whole.count]
            guard found.elementsEqual(whole, by: { $0.foldedKey == $1.foldedKey }) else {
                return nil
            }
            let isStart = first[0] == " " || position == 0 || !text[position - 1].isWord
            let after = position + whole.count
            let isEnd =
                needsSpace
                ? after < text.count && text[after].isSpace
                : after == text.count || !text[after].isWord
            guard isStart, isEnd else { return nil }
            let halves = found.prefix(first.count) + [" "] + found.suffix(second.count)
            return (whole.count, [" "] + halves + [" "])
        }
    }

    // MARK: Rewriting

    /// Applies a rule from left to right; a match replaces `length` code points and is not scanned
    /// again, as with `re.sub`.
    private mutating func rewrite(
        _ rule: (CodePoints, Int) -> (length: Int, replacement: CodePoints)?
    ) {
        var result: CodePoints = []
        result.reserveCapacity(text.count + 16)
        var position = 0
        while position < text.count {
            if let (length, replacement) = rule(text, position) {
                result += replacement
                position += length
            } else {
                result.append(text[position])
                position += 1
            }
        }
        text = result
    }

    private mutating func pad(_ isMark: (Unicode.Scalar) -> Bool) {
        rewrite { text, position in isMark(text[position]) ? (1, [" ", text[position], " "]) : nil }
    }

    private mutating func padRuns(of mark: Unicode.Scalar, atLeast least: Int) {
        rewrite { text, position in
            guard text[position] == mark else { return nil }
            let end = text[position...].firstIndex { $0 != mark } ?? text.count
            guard end - position >= least else { return nil }
            return (end - position, [" "] + text[position..<end] + [" "])
        }
    }

    private mutating func collapseSpace() {
        rewrite { text, position in
            guard text[position].isSpace else { return nil }
            let end = text[position...].firstIndex { !$0.isSpace } ?? text.count
            return (end - position, [" "])
        }
    }
}
