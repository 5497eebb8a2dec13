import PythonStrings

/// A pattern that a pre-tokenizer, normaliser or decoder searches for in a text.
enum SplitPattern: Sendable {
    case literal([UInt8])
    /// Every single character of a kind.
    case scalars(ScalarKind)
    /// Two or more spaces.
    case spaceRuns
    case words(WordPattern)
    case regex(LinearRegex)

    /// Kinds of single characters that pre-tokenizers split at.
    enum ScalarKind: Sendable {
        case number, space, punctuation
    }

    /// Makes a pattern from a regular expression; well-known ones get a hand-written scanner. Nil
    /// if `regex` is not valid or not one of ``LinearRegex``.
    init?(regex: String) {
        if let words = WordPattern(regex: regex) {
            self = .words(words)
        } else if regex == #"\p{N}"# {
            self = .scalars(.number)
        } else if regex == " {2,}" {
            self = .spaceRuns
        } else if let expression = LinearRegex(regex) {
            self = .regex(expression)
        } else {
            return nil
        }
    }

    /// Reads a `pattern` setting: `{"String": …}` or `{"Regex": …}`.
    init(_ settings: SettingsReader) throws {
        if let literal = settings["String"] {
            self = .literal(try literal.bytes())
        } else {
            let regex = try settings.member("Regex")
            guard let pattern = SplitPattern(regex: try regex.string()) else {
                throw regex.malformed(
                    "a regular expression without back references, of at most "
                        + "\(RegexProgram.limit) steps")
            }
            self = pattern
        }
    }

    /// Calls `body` for each match from left to right; matches are not empty and do not overlap.
    func forEachMatch(in text: ByteBuffer, _ body: (Range<Int>) -> Void) {
        switch self {
        case .literal(let literal): text.forEachMatch(of: literal, body)
        case .scalars(let kind): text.forEachScalar(of: kind, body)
        case .spaceRuns: text.forEachSpaceRun(body)
        case .words(let words):
            let classes = CharacterClasses.table
            var start = 0
            while start < text.count {
                let end = words.endOfWord(in: text, from: start, classes: classes)
                body(start..<end)
                start = end
            }
        case .regex(let expression): expression.forEachMatch(in: text, body)
        }
    }

    /// Returns `text` with every match replaced.
    func replacing(in text: [UInt8], with replacement: [UInt8]) -> [UInt8] {
        text.withUnsafeBufferPointer { text in
            var replaced: [UInt8] = []
            replaced.reserveCapacity(text.count)
            var copied = 0
            forEachMatch(in: text) { match in
                replaced.append(contentsOf: text[copied..<match.lowerBound])
                replaced.append(contentsOf: replacement)
                copied = match.upperBound
            }
            replaced.append(contentsOf: text[copied...])
            return replaced
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func forEachMatch(of literal: [UInt8], _ body: (Range<Int>) -> Void) {
        guard let first = literal.first else { return }
        var index = 0
        while index + literal.count <= count {
            if self[index] == first, self[index..<index + literal.count].elementsEqual(literal) {
                body(index..<index + literal.count)
                index += literal.count
            } else {
                index += 1
            }
        }
    }

    fileprivate func forEachSpaceRun(_ body: (Range<Int>) -> Void) {
        var index = 0
        while index < count {
            var end = index
            while end < count, self[end] == 0x20 { end += 1 }
            if end - index >= 2 { body(index..<end) }
            index = Swift.max(end, index + 1)
        }
    }

    fileprivate func forEachScalar(
        of kind: SplitPattern.ScalarKind,
        _ body: (Range<Int>) -> Void
    ) {
        let classes = CharacterClasses.table
        var index = 0
        while index < count {
            let (scalar, length) = self.scalar(at: index)
            let isWanted =
                switch kind {
                case .number: classes[scalar] == .number
                case .space: classes[scalar] == .space
                case .punctuation: Unicode.Scalar(scalar)?.isPunctuation ?? false
                }
            if isWanted { body(index..<index + length) }
            index += length
        }
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is in a category P, or an ASCII symbol.
    fileprivate var isPunctuation: Bool {
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            true
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: isASCII
        default: false
        }
    }
}
