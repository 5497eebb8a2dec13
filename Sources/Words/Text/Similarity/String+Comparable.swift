import Foundation
import PythonStrings

/// The one form in which texts are compared: for equality, by shingles and by words.
extension String {
    /// The text without differences that a reader does not see: letter case, white space, composed
    /// or decomposed accents, and characters without width.
    ///
    /// Full case folding, NFC, no default-ignorable code points (byte order mark, zero-width space
    /// and joiners, soft hyphen), and every run of white space one space, none at the ends. Not
    /// NFKC, by which `10⁵` would equal `105`. Source: Unicode Standard, D145 (canonical caseless
    /// matching).
    public var comparable: String { comparableASCII ?? withoutCase.withSingleSpaces }

    /// The text folded in the same way, with its white space as it is.
    var withoutCase: String {
        guard !utf8.allSatisfy({ $0 < 0x80 }) else { return lowercased() }
        let visible = String(unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint })
        return visible.decomposedStringWithCanonicalMapping.pythonCasefolded
            .precomposedStringWithCanonicalMapping
    }

    /// The text with one space for every run of white space between words.
    private var withSingleSpaces: String {
        unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
            .map { String(Substring($0)) }.joined(separator: " ")
    }

    /// The comparable form of an ASCII text, byte by byte; nil for any other.
    private var comparableASCII: String? {
        guard utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        return String(unsafeUninitializedCapacity: utf8.count) { folded in
            var count = 0
            var isBetweenWords = false
            for byte in utf8 {
                if byte == 0x20 || (0x09...0x0D).contains(byte) {
                    isBetweenWords = true
                    continue
                }
                if isBetweenWords, count > 0 {
                    folded[count] = 0x20
                    count += 1
                }
                isBetweenWords = false
                folded[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                count += 1
            }
            return count
        }
    }
}
