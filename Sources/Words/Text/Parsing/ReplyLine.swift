/// A line of a reply, split into indentation, list marker and content.
struct ReplyLine {
    /// The mark before an item.
    enum Marker: Equatable {
        case number(Int)
        /// A letter, counted from 0.
        case letter(Int)
        case bullet
        /// A word such as "Topic", in lower case, with or without a number.
        case label(String, number: Int?)
    }

    /// The unchanged line.
    let raw: String
    let indentation: Int
    let marker: Marker?
    /// The text after the marker.
    let content: String
    /// Whether the line is a Markdown heading.
    let isHeading: Bool

    var isBlank: Bool { raw.allSatisfy(\.isWhitespace) }

    /// Whether the line is a horizontal rule: `---`, `***`.
    var isRuler: Bool {
        let bare = raw.filter { !$0.isWhitespace }
        guard let first = bare.first, bare.count >= 3 else { return false }
        return "-*_=".contains(first) && bare.allSatisfy { $0 == first }
    }

    init(_ raw: String) {
        self.raw = raw
        var rest = raw[...]
        var indentation = 0
        while let first = rest.first, first.isWhitespace {
            indentation += first == "\t" ? 4 : 1
            rest.removeFirst()
        }
        self.indentation = indentation
        let bare = rest.drop { $0 == "#" }
        isHeading = bare.count < rest.count && bare.first == " "
        if isHeading { rest = bare.drop(while: \.isWhitespace) }
        while rest.hasPrefix("> ") { rest = rest.dropFirst(2) }
        if let (marker, content) = Self.marker(of: rest) {
            self.marker = marker
            self.content = content
        } else {
            marker = nil
            content = String(rest)
        }
    }

    private static func marker(of text: Substring) -> (Marker, String)? {
        if let (marker, rest) = plainMarker(of: text) {
            // "- 1. …": the number is the more specific marker.
            if marker == .bullet {
                let inner = rest.drop(while: \.isWhitespace)
                if let number = number(of: inner) { return (number.0, String(number.1)) }
                if let label = label(of: inner), case .label(_, .some) = label.0 {
                    return (label.0, String(label.1))
                }
            }
            return (marker, String(rest))
        }
        for mark in ["**", "__"] where text.hasPrefix(mark) {
            guard let (marker, rest) = plainMarker(of: text.dropFirst(2)), marker != .bullet else {
                continue
            }
            // "**1.** text" and "**1. text**"
            return (marker, rest.hasPrefix(mark) ? String(rest.dropFirst(2)) : mark + rest)
        }
        return nil
    }

    private static func plainMarker(of text: Substring) -> (Marker, Substring)? {
        number(of: text) ?? letter(of: text) ?? label(of: text) ?? bullet(of: text)
    }

    // MARK: Kinds of markers

    /// Reads `1.`, `1)`, `(1)`, `[1]`, `1:`, `#1`, `1 -`, `1️⃣`.
    private static func number(of text: Substring) -> (Marker, Substring)? {
        if let first = text.first, first.unicodeScalars.contains("\u{20E3}"),
            let digit = first.unicodeScalars.first?.properties.numericValue
        {
            return (.number(Int(digit)), text.dropFirst())
        }
        var rest = text
        let opening = rest.first.flatMap { "([#".contains($0) ? $0 : nil }
        if opening != nil { rest = rest.dropFirst() }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count), let number = Int(digits) else { return nil }
        rest = rest.dropFirst(digits.count)
        switch opening {
        case "(": guard rest.first == ")" else { return nil }
        case "[": guard rest.first == "]", rest.dropFirst().first != "(" else { return nil }
        default:
            return closingAfterNumber(rest, isTagged: opening == "#").map { (.number(number), $0) }
        }
        return (.number(number), rest.dropFirst().drop { $0 == ":" || $0 == "." })
    }

    /// Returns the text after the `.`, `)`, `:` or dash that closes a number; nil if none does.
    ///
    /// A number followed by a digit ("1.5") or by a second period is text. A tagged number (`#1`)
    /// needs no closing mark.
    private static func closingAfterNumber(_ text: Substring, isTagged: Bool) -> Substring? {
        let spaced = text.drop(while: \.isWhitespace)
        if let dash = spaced.first, "-–—".contains(dash), spaced.count < text.count,
            spaced.dropFirst().first?.isWhitespace == true
        {
            return spaced.dropFirst()
        }
        guard let first = text.first else { return isTagged ? text : nil }
        if isTagged, first.isWhitespace { return text }
        guard ".):．、）".contains(first) else { return nil }
        let rest = text.dropFirst()
        guard let next = rest.first else { return rest }
        return next.isNumber || (first == "." && next == ".") ? nil : rest
    }

    /// Reads `a)`, `(a)`, `A.`.
    private static func letter(of text: Substring) -> (Marker, Substring)? {
        var rest = text
        let isOpened = rest.first == "("
        if isOpened { rest = rest.dropFirst() }
        guard let letter = rest.first, letter.isASCII, letter.isLetter,
            let value = letter.lowercased().utf8.first
        else { return nil }
        rest = rest.dropFirst()
        guard let closing = rest.first, closing == ")" || (closing == "." && !isOpened),
            rest.dropFirst().first?.isWhitespace ?? true
        else { return nil }
        return (.letter(Int(value) - Int(UInt8(ascii: "a"))), rest.dropFirst())
    }

    private static func bullet(of text: Substring) -> (Marker, Substring)? {
        guard let first = text.first, "-*•+–—·▪◦‣●○■□►▶→✓✔➤⁃∙".contains(first) else { return nil }
        let rest = text.dropFirst()
        guard let next = rest.first else { return (.bullet, rest) }
        if next.isWhitespace { return (.bullet, rest) }
        let standsAlone =
            !"-*+→".contains(first) || (first == "-" && (next.isLetter || next == "\""))
        return standsAlone ? (.bullet, rest) : nil
    }

    /// Reads "Topic 1: …", "Question: …".
    private static func label(of text: Substring) -> (Marker, Substring)? {
        let word = text.prefix { $0.isLetter || $0 == "-" }
        guard (1...20).contains(word.count) else { return nil }
        let name = word.lowercased()
        var rest = text.dropFirst(word.count)
        var tail = rest.drop(while: \.isWhitespace)
        if tail.first == "#" { tail = tail.dropFirst() }
        let digits = tail.prefix { $0.isASCII && $0.isNumber }
        var number: Int?
        if (1...3).contains(digits.count), digits.count > 0 {
            number = Int(digits)
            rest = tail.dropFirst(digits.count)
        }
        // Bold text may end before the colon: "**Topic 1**: …"
        for mark in ["**", "__"] where rest.hasPrefix(mark + ":") { rest = rest.dropFirst(2) }
        let isKnown = labels.contains(name)
        guard let closing = rest.first else { return nil }
        if number != nil {
            let dash = rest.drop(while: \.isWhitespace)
            if let mark = dash.first, "-–—".contains(mark), isKnown {
                rest = dash
            } else if !(closing == ":" || (isKnown && (closing == "." || closing == ")"))) {
                return nil
            }
        } else if !(isKnown && closing == ":") {
            return nil
        }
        return (.label(name, number: number), rest.dropFirst())
    }

    /// Words that are labels even without a number.
    static let labels: Set<String> = [
        "topic", "subtopic", "sub-topic", "question", "task", "instruction", "prompt", "problem",
        "item", "idea", "example", "title", "statement", "request", "exercise", "query", "q",
        "concept", "theme", "subject", "answer", "explanation", "solution", "rationale", "reason",
        "response",
    ]

    /// Labels of parts that accompany an item but were not asked for.
    static let asides: Set<String> = [
        "answer", "explanation", "solution", "rationale", "reason", "response",
    ]
}
