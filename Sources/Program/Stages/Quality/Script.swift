/// A script, recognized by the Unicode blocks of its letters.
enum Script: String, CaseIterable {
    case latin, greek, cyrillic, hebrew, arabic, devanagari, thai, hangul, kana, han

    /// Returns the script of a letter; nil for other scripts.
    init?(of letter: Unicode.Scalar) {
        switch letter.value {
        case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xBA, 0xC0...0x24F, 0x1E00...0x1EFF: self = .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
        case 0x400...0x52F: self = .cyrillic
        case 0x590...0x5FF: self = .hebrew
        case 0x600...0x6FF, 0x750...0x77F, 0x8A0...0x8FF: self = .arabic
        case 0x900...0x97F: self = .devanagari
        case 0xE00...0xE7F: self = .thai
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7AF: self = .hangul
        case 0x3040...0x30FF, 0x31F0...0x31FF: self = .kana
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: self = .han
        default: return nil
        }
    }

    /// Returns each script's share of a text's letters; empty for a text without letters.
    static func shares(in text: String) -> [Script: Double] {
        var counts: [Script: Int] = [:]
        var latin = 0
        var letters = 0
        for scalar in text.unicodeScalars where scalar.isLetter {
            letters += 1
            if scalar.isASCII {
                latin += 1
            } else if let script = Script(of: scalar) {
                counts[script, default: 0] += 1
            }
        }
        if latin > 0 { counts[.latin, default: 0] += latin }
        return counts.mapValues { Double($0) / Double(letters) }
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is alphabetic; ASCII needs no Unicode tables.
    fileprivate var isLetter: Bool {
        isASCII ? (0x61...0x7A).contains(value | 0x20) : properties.isAlphabetic
    }
}
