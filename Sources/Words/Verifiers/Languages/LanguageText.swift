/// Prepares a text for language detection.
enum LanguageText {
    /// Most code points that are used; of longer texts the beginning.
    private static let longest = 10_000

    /// Removes URLs and mail addresses, and Latin letters if most letters are others.
    static func cleaned(_ text: CodePoints) -> CodePoints {
        var result: CodePoints = []
        for scalar in withoutMail(withoutPages(text)).prefix(longest)
        where !(scalar == " " && result.last == " ") {
            result.append(scalar)
        }
        return withoutLatin(result)
    }

    private static func withoutPages(_ text: CodePoints) -> CodePoints {
        var result: CodePoints = []
        var position = 0
        while position < text.count {
            let scheme =
                text.has("http://", at: position) ? 7 : text.has("https://", at: position) ? 8 : 0
            let start = position + scheme
            let end = scheme == 0 ? start : text[start...].firstIndex { !$0.isInPage } ?? text.count
            if end > start {
                result.append(" ")
                position = end
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return result
    }

    private static func withoutMail(_ text: CodePoints) -> CodePoints {
        var result: CodePoints = []
        var position = 0
        while position < text.count {
            if text[position] == "@", let end = text.mailboxEnd(after: position),
                result.last?.isInMailbox == true
            {
                result = result.trimmedAtEnd(\.isInMailbox) + [" "]
                position = end
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return result
    }

    private static func withoutLatin(_ text: CodePoints) -> CodePoints {
        let latin = text.count { $0.isLatin }
        let other = text.count { $0.value >= 0x300 && !(0x1E00...0x1EFF).contains($0.value) }
        return latin * 2 < other ? text.filter { !$0.isLatin } : text
    }
}

extension [Unicode.Scalar] {
    /// Returns the end of the host name after `position`; nil if there is none.
    fileprivate func mailboxEnd(after position: Int) -> Int? {
        let end = self[(position + 1)...].firstIndex { !$0.isInMailbox } ?? count
        return end > position + 2 ? end : nil
    }
}

extension Unicode.Scalar {
    fileprivate var isLatin: Bool { (0x41...0x7A).contains(value) }

    fileprivate var isInMailbox: Bool {
        value < 0x80 && (isWord || self == "-" || self == ".")
    }

    fileprivate var isInPage: Bool {
        value < 0x80 && (isWord || "-.?&~;+=/#".unicodeScalars.contains(self))
    }
}
