/// The words of a text as checks for contamination compare them: lower-cased, without punctuation.
///
/// White space separates words; punctuation and symbols are left out, so "don't" is "dont". A
/// character of a script without spaces (Han, Hiragana, Katakana) is a word by itself.
public struct ComparableWords: Sendable, Equatable {
    /// The words, in order.
    public private(set) var words: [String] = []
    /// The line of each, from 0.
    public private(set) var lines: [Int] = []

    /// The words of `text`.
    public init(_ text: String) {
        var word = ""
        var line = 0
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                end(&word, line)
                if scalar == "\n" { line += 1 }
            } else if scalar.standsAlone {
                end(&word, line)
                words.append(String(scalar))
                lines.append(line)
            } else if scalar.isPartOfWord {
                word.unicodeScalars.append(contentsOf: scalar.lowercased)
            }
        }
        end(&word, line)
    }

    private mutating func end(_ word: inout String, _ line: Int) {
        guard !word.isEmpty else { return }
        words.append(word)
        lines.append(line)
        word = ""
    }
}

extension Unicode.Scalar {
    /// Whether it is a letter, a mark on one, or a digit.
    fileprivate var isPartOfWord: Bool {
        if isASCII { return ("a"..."z").contains(self) || ("A"..."Z").contains(self) || isDigit }
        return properties.isAlphabetic || properties.numericType != nil
            || [.nonspacingMark, .spacingMark].contains(properties.generalCategory)
    }

    private var isDigit: Bool { ("0"..."9").contains(self) }

    /// Whether it belongs to a script that is written without spaces between words.
    fileprivate var standsAlone: Bool {
        switch value {
        case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF:
            true
        default: false
        }
    }

    fileprivate var lowercased: String.UnicodeScalarView {
        isASCII
            ? String(Character(self)).lowercased().unicodeScalars
            : properties.lowercaseMapping.unicodeScalars
    }
}
