/// What Python's `re` and `str` say about code points; the published checkers are written in them.
extension Unicode.Scalar {
    /// White space: `\s`, `str.isspace`.
    var isSpace: Bool {
        value < 0x80
            ? (0x09...0x0D).contains(value) || (0x1C...0x20).contains(value)
            : properties.isWhitespace
    }

    /// A part of a word: `\w`. Letters, numbers of any kind and the underscore; no combining marks.
    var isWord: Bool {
        if value < 0x80 {
            return (0x30...0x39).contains(value) || (0x41...0x5A).contains(value)
                || (0x61...0x7A).contains(value) || value == 0x5F
        }
        return switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            true
        default: properties.numericType != nil
        }
    }

    /// A part of a word by Unicode's recommendation (UTS 18), which nltk's tokenizers follow: letters,
    /// combining marks, decimal digits, connectors and joiners. Fractions and circled digits are none.
    var isUnicodeWord: Bool {
        if value < 0x80 { return isWord }
        return switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
            true
        default: properties.isAlphabetic || properties.isJoinControl
        }
    }

    /// A decimal digit: `\d`.
    var isDigit: Bool {
        value < 0x80
            ? (0x30...0x39).contains(value) : properties.generalCategory == .decimalNumber
    }

    /// The same for code points that differ in case alone, as `re.IGNORECASE` takes them.
    var foldedKey: UInt64 {
        if value < 0x80 {
            return UInt64((0x61...0x7A).contains(value) ? value - 0x20 : value)
        }
        // Of the letters whose lower case is two code points, regular expressions know the first.
        let lower = properties.lowercaseMapping.unicodeScalars.first ?? self
        // Three code points at most, of 21 bits each.
        return lower.properties.uppercaseMapping.unicodeScalars.reduce(0) {
            $0 << 21 | UInt64($1.value)
        }
    }
}

extension Collection<Unicode.Scalar> {
    /// Whether there is anything but white space.
    var isBlank: Bool { allSatisfy(\.isSpace) }

    /// As a string.
    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: self)
        return String(view)
    }

    /// `str.isupper`: some letter has case, and all that have are in upper case.
    var isUppercase: Bool { isInCase(\.isUppercase, not: \.isLowercase) }

    /// `str.islower`: some letter has case, and all that have are in lower case.
    var isLowercase: Bool { isInCase(\.isLowercase, not: \.isUppercase) }

    private func isInCase(
        _ wanted: (Unicode.Scalar.Properties) -> Bool,
        not other: (Unicode.Scalar.Properties) -> Bool
    ) -> Bool {
        var hasCase = false
        for scalar in self {
            let properties = scalar.properties
            if other(properties) || properties.generalCategory == .titlecaseLetter { return false }
            hasCase = hasCase || wanted(properties)
        }
        return hasCase
    }
}
