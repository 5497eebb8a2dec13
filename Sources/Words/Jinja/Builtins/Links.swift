import PythonStrings

/// Makes links of the addresses in a text: the filter `urlize`.
struct Links {
    /// Most characters of an address that are shown; nil for all.
    var limit: Int?
    /// The attributes of every link, with a space in front.
    var attributes = ""
    /// Prefixes besides `http:`, `https:` and `mailto:` that begin an address.
    var schemes: [String] = []

    /// Returns `text`, which is escaped already, with its addresses as links.
    func link(_ text: String) -> String {
        var result = ""
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard scalar.isPythonSpace else {
                word.append(scalar)
                continue
            }
            if !word.isEmpty { result += linked(String(word)) }
            word = String.UnicodeScalarView()
            result.unicodeScalars.append(scalar)
        }
        return word.isEmpty ? result : result + linked(String(word))
    }

    private func linked(_ word: String) -> String {
        var (head, middle, tail) = Self.parts(of: Array(word.utf8))
        Self.balance(&middle, &tail)
        return head + anchor(middle) + tail
    }

    private func anchor(_ address: String) -> String {
        if WebAddress.matches(address) {
            let hasScheme = address.hasPrefix("https://") || address.hasPrefix("http://")
            let target = hasScheme ? address : "https://" + address
            return "<a href=\"\(target)\"\(attributes)>\(shown(address))</a>"
        }
        if address.hasPrefix("mailto:") {
            let mail = String(address.dropFirst(7))
            if WebAddress.isMail(mail) { return "<a href=\"\(address)\">\(mail)</a>" }
        } else if address.contains("@"), !address.hasPrefix("www."), !address.hasPrefix("@"),
            !address.contains(":"), WebAddress.isMail(address)
        {
            return "<a href=\"mailto:\(address)\">\(address)</a>"
        }
        guard schemes.contains(where: { address != $0 && address.hasPrefix($0) }) else {
            return address
        }
        return "<a href=\"\(address)\"\(attributes)>\(address)</a>"
    }

    private func shown(_ address: String) -> String {
        guard let limit, address.codePointCount > limit else { return address }
        return String(address.unicodeScalars.prefix(max(0, limit))) + "..."
    }

    // MARK: Brackets and marks around an address

    private static let openings = ["(", "<", "&lt;"].map { Array($0.utf8) }
    private static let endings = [")", ">", ".", ",", "&gt;"].map { Array($0.utf8) }
    private static let brackets = [("(", ")"), ("<", ">"), ("&lt;", "&gt;")]

    private static func parts(of word: [UInt8]) -> (head: String, middle: String, tail: String) {
        var start = 0
        while let mark = openings.first(where: { word[start...].starts(with: $0) }) {
            start += mark.count
        }
        var end = word.count
        while let mark = endings.first(where: {
            end - start >= $0.count && word[(end - $0.count)..<end].elementsEqual($0)
        }) {
            end -= mark.count
        }
        func text(_ part: ArraySlice<UInt8>) -> String { String(decoding: part, as: UTF8.self) }
        return (text(word[..<start]), text(word[start..<end]), text(word[end...]))
    }

    /// Gives closing brackets back to an address that opens more than it closes.
    private static func balance(_ middle: inout String, _ tail: inout String) {
        for (open, close) in brackets {
            let opened = middle.count(of: open)
            guard opened > middle.count(of: close) else { continue }
            var taken = 0
            for _ in 0..<opened {
                guard let next = tail.byteOffset(of: close, from: taken) else { break }
                taken = next + close.utf8.count
            }
            middle += tail.bytes(0..<taken)
            tail = tail.bytes(taken..<tail.utf8.count)
        }
    }
}

/// What counts as an address of the web or of mail, by Jinja's rules.
private enum WebAddress {
    private static let domains: Set<String> = [
        "com", "net", "int", "edu", "gov", "org", "info", "mil",
    ]

    static func matches(_ text: String) -> Bool {
        let lower = text.lowercased()
        let scheme = ["https://", "http://", "www."].first { lower.hasPrefix($0) }
        let rest = lower.dropFirst(scheme?.count ?? 0)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let parts = rest[..<end].split(separator: ":", omittingEmptySubsequences: false)
        if let scheme, scheme != "www.", isIPv6(rest[..<end]) { return true }
        guard parts.count <= 2, let host = parts.first else { return false }
        if parts.count == 2 {
            guard 1...5 ~= parts[1].count, parts[1].allSatisfy(\.isNumber) else { return false }
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, labels.dropLast().allSatisfy(isLabel) else { return false }
        if scheme == nil {
            return labels.count > 1 && domains.contains(String(last))
                && labels.dropLast().allSatisfy { 2...63 ~= $0.count }
        }
        return isTopLevel(last) || (scheme != "www." && isIPv4(labels))
    }

    /// Whether `text` is `name@domain.end`.
    static func isMail(_ text: String) -> Bool {
        guard let at = text.lastIndex(of: "@"), at > text.startIndex else { return false }
        let labels = text[text.index(after: at)...]
        guard let first = labels.first, isWord(first), let dot = labels.lastIndex(of: "."),
            dot > labels.startIndex
        else { return false }
        let end = labels[labels.index(after: dot)...]
        return !end.isEmpty && end.allSatisfy(isWord)
            && labels.allSatisfy { isWord($0) || $0 == "." || $0 == "-" }
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private static func isLabel(_ label: Substring) -> Bool {
        !label.isEmpty && label.allSatisfy { isWord($0) || $0 == "%" || $0 == "-" }
    }

    private static func isTopLevel(_ label: Substring) -> Bool {
        if label.hasPrefix("xn--") {
            return 6...63 ~= label.count
                && label.allSatisfy { isWord($0) || $0 == "%" || $0 == "-" }
        }
        return 2...63 ~= label.count && label.allSatisfy { ("a"..."z").contains($0) }
    }

    private static func isIPv4(_ labels: [Substring]) -> Bool {
        labels.count == 4 && labels.allSatisfy { 1...3 ~= $0.count && $0.allSatisfy(\.isNumber) }
    }

    private static func isIPv6(_ host: Substring) -> Bool {
        guard host.first == "[", let close = host.firstIndex(of: "]") else { return false }
        let parts = host[host.index(after: host.startIndex)..<close]
            .split(separator: ":", omittingEmptySubsequences: false)
        let port = host[host.index(after: close)...]
        return 3...9 ~= parts.count
            && parts.allSatisfy { $0.count <= 4 && $0.allSatisfy(\.isHexDigit) }
            && (port.isEmpty
                || (port.first == ":" && 2...6 ~= port.count
                    && port.dropFirst().allSatisfy(\.isNumber)))
    }
}
