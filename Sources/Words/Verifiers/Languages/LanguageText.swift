/// A text made ready for telling its language.
enum LanguageText {
    /// Of longer texts the beginning decides.
    private static let longest = 10_000

    /// The text without addresses of pages and mailboxes, and without Latin letters if most are others.
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
        var place = 0
        while place < text.count {
            let scheme =
                text.has("http://", at: place) ? 7 : text.has("https://", at: place) ? 8 : 0
            let start = place + scheme
            let end = scheme == 0 ? start : text[start...].firstIndex { !$0.isInPage } ?? text.count
            if end > start {
                result.append(" ")
                place = end
            } else {
                result.append(text[place])
                place += 1
            }
        }
        return result
    }

    private static func withoutMail(_ text: CodePoints) -> CodePoints {
        var result: CodePoints = []
        var place = 0
        while place < text.count {
            if text[place] == "@", let end = text.mailboxEnd(after: place),
                result.last?.isInMailbox == true
            {
                result = result.trimmedAtEnd(\.isInMailbox) + [" "]
                place = end
            } else {
                result.append(text[place])
                place += 1
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
    /// Where the name of a host ends that begins after `place`; nil if there is none.
    fileprivate func mailboxEnd(after place: Int) -> Int? {
        let end = self[(place + 1)...].firstIndex { !$0.isInMailbox } ?? count
        return end > place + 2 ? end : nil
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
