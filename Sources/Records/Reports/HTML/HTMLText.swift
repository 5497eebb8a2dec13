/// Escapes untrusted text for a page, so that it is visible and has no effect.
///
/// Markup is escaped. Characters with an invisible effect are shown: control characters as their
/// pictures (`␀`), marks of writing direction, tag characters and byte order marks by their number
/// (`[U+202E]`). Characters that XML forbids become U+FFFD. At most eight marks are kept on one
/// letter.
enum HTMLText {
    private static let marksALetter = 8

    static func append(_ text: String, to page: inout String) {
        var marks = 0
        for scalar in text.unicodeScalars {
            guard !scalar.isASCII else {
                marks = 0
                appendASCII(scalar, to: &page)
                continue
            }
            if scalar.properties.generalCategory == .nonspacingMark {
                marks += 1
                guard marks <= marksALetter else { continue }
            } else {
                marks = 0
            }
            appendOther(scalar, to: &page)
        }
    }

    private static func appendASCII(_ scalar: Unicode.Scalar, to page: inout String) {
        switch scalar {
        case "&": page += "&amp;"
        case "<": page += "&lt;"
        case ">": page += "&gt;"
        case "\"": page += "&quot;"
        case "'": page += "&#39;"
        case "\n", "\t": page.unicodeScalars.append(scalar)
        // XML parsers would turn a carriage return into a line feed, which usually follows anyway.
        case "\r": break
        case "\u{7F}": page += "\u{2421}"
        case _ where scalar.value < 0x20:
            page.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
        default: page.unicodeScalars.append(scalar)
        }
    }

    private static func appendOther(_ scalar: Unicode.Scalar, to page: inout String) {
        switch scalar.value {
        case 0x80...0x9F, 0xFDD0...0xFDEF: page += "\u{FFFD}"
        case let value where value & 0xFFFE == 0xFFFE: page += "\u{FFFD}"
        case 0x2028, 0x2029: page += "\n"
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            page += "[U+" + String(scalar.value, radix: 16, uppercase: true) + "]"
        default: page.unicodeScalars.append(scalar)
        }
    }
}
