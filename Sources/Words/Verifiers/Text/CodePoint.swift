/// Classes of code points by Python's `re` and `str`, which the published IFEval checkers use.
extension Unicode.Scalar {
    /// Whether this is white space by `\s` and `str.isspace`.
    var isSpace: Bool {
        value < 0x80
            ? (0x09...0x0D).contains(value) || (0x1C...0x20).contains(value)
            : properties.isWhitespace
    }

    /// Whether this is part of a word by `\w`: a letter, a number of any kind or the underscore, no
    /// combining mark.
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

    /// Whether this is part of a word by Unicode's UTS 18, which nltk's tokenizers follow.
    ///
    /// Letters, combining marks, decimal digits, connectors and joiners are; fractions and circled
    /// digits are not.
    var isUnicodeWord: Bool {
        if value < 0x80 { return isWord }
        return switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation:
            true
        default: properties.isAlphabetic || properties.isJoinControl
        }
    }

    /// Whether this is a letter.
    var isLetter: Bool {
        value < 0x80
            ? (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value)
            : properties.isAlphabetic
    }

    /// Whether this is a decimal digit by `\d`.
    var isDigit: Bool {
        value < 0x80
            ? (0x30...0x39).contains(value) : properties.generalCategory == .decimalNumber
    }

    /// A key that is equal for code points that match under `re.IGNORECASE`.
    var foldedKey: UInt64 {
        if value < 0x80 {
            return UInt64((0x61...0x7A).contains(value) ? value - 0x20 : value)
        }
        // `re` uses only the first code point of a lower case of two.
        let lower = properties.lowercaseMapping.unicodeScalars.first ?? self
        // Three code points at most, of 21 bits each.
        return lower.properties.uppercaseMapping.unicodeScalars.reduce(0) {
            $0 << 21 | UInt64($1.value)
        }
    }
}

extension Collection<Unicode.Scalar> {
    /// Whether all code points are white space; true if there are none.
    var isBlank: Bool { allSatisfy(\.isSpace) }

    /// The code points as a string.
    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: self)
        return String(view)
    }

    /// `str.isupper`: there are letters with case, and all of them are in upper case.
    var isUppercase: Bool { isInCase(\.isUppercase, not: \.isLowercase) }

    /// `str.islower`: there are letters with case, and all of them are in lower case.
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
