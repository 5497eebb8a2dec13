import PythonStrings

/// Cuts a template's source into tokens.
///
/// White space is handled as chat templates expect: the line feed after a block tag or comment is
/// removed (`trim_blocks`), and so is the indentation before one (`lstrip_blocks`); `-` strips all
/// white space on its side, `+` keeps it; the last line feed of the source is dropped.
struct TemplateLexer {
    private let template: String
    private let bytes: [UInt8]
    /// The lines that are headings, in bytes of the source.
    private let headings: [Range<Int>]
    private var at = 0
    private var line = 1
    private var tokens: [TemplateToken] = []
    /// Whether the text after the last tag begins a line; true at the start of the source.
    private var atLineStart = true

    /// - Parameter headings: Lines that are headings wherever they are text of the template.
    init(_ source: String, template: String, headings: Set<String> = []) {
        self.template = template
        var bytes = Self.unifyingNewlines(source)
        // Jinja's `keep_trailing_newline` is off.
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        self.bytes = bytes
        self.headings = headings.isEmpty ? [] : Self.lines(of: bytes, in: headings)
    }

    /// Returns the ranges of the lines of `bytes` that are one of `texts`.
    private static func lines(of bytes: [UInt8], in texts: Set<String>) -> [Range<Int>] {
        let wanted = Set(texts.map { Array($0.utf8) })
        var found: [Range<Int>] = []
        var start = 0
        for end in bytes.indices.filter({ bytes[$0] == UInt8(ascii: "\n") }) + [bytes.count] {
            if wanted.contains(Array(bytes[start..<end])) { found.append(start..<end) }
            start = end + 1
        }
        return found
    }

    /// Returns the tokens of a whole template.
    mutating func tokenize() throws(TemplateError) -> [TemplateToken] {
        while at < bytes.count {
            guard let opening = nextOpening() else {
                addData(bytes[at...])
                break
            }
            try scanTag(at: opening)
        }
        add(.end)
        return tokens
    }

    /// Returns the tokens of a bare expression.
    mutating func tokenizeExpression() throws(TemplateError) -> [TemplateToken] {
        try scanInside(closing: nil)
        add(.end)
        return tokens
    }

    private static func unifyingNewlines(_ source: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.utf8.count)
        var afterReturn = false
        for byte in source.utf8 {
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
            } else if !(byte == UInt8(ascii: "\n") && afterReturn) {
                bytes.append(byte)
            }
            afterReturn = byte == UInt8(ascii: "\r")
        }
        return bytes
    }

    // MARK: Tags

    private func nextOpening() -> Int? {
        var position = at
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "{") {
                switch bytes[position + 1] {
                case UInt8(ascii: "%"), UInt8(ascii: "{"), UInt8(ascii: "#"): return position
                default: break
                }
            }
            position += 1
        }
        return nil
    }

    private mutating func scanTag(at opening: Int) throws(TemplateError) {
        let kind = bytes[opening + 1]
        let sign = sign(at: opening + 2)
        addData(
            trimmingEnd(bytes[at..<opening], sign: sign, isBlock: kind != UInt8(ascii: "{"))
        )
        advance(to: opening + (sign == nil ? 2 : 3))
        switch kind {
        case UInt8(ascii: "#"): try skipComment()
        case UInt8(ascii: "{"):
            add(.outputBegin)
            try scanInside(closing: UInt8(ascii: "}"))
        default:
            if let body = rawBody() {
                try scanRaw(from: body)
            } else {
                add(.blockBegin)
                try scanInside(closing: UInt8(ascii: "%"))
            }
        }
    }

    private func sign(at position: Int) -> UInt8? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        return byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") ? byte : nil
    }

    private func trimmingEnd(
        _ text: ArraySlice<UInt8>,
        sign: UInt8?,
        isBlock: Bool
    ) -> ArraySlice<UInt8> {
        if sign == UInt8(ascii: "-") { return text.trimmingSpaceAtEnd() }
        guard sign == nil, isBlock else { return text }
        let lineFeed = text.lastIndex(of: UInt8(ascii: "\n"))
        guard lineFeed != nil || atLineStart else { return text }
        let indentation = text[(lineFeed.map { $0 + 1 } ?? text.startIndex)...]
        guard indentation.trimmingSpaceAtEnd().isEmpty else { return text }
        return text[..<indentation.startIndex]
    }

    private mutating func skipComment() throws(TemplateError) {
        let start = at
        guard let closing = find("#}", from: at) else {
            throw fault("a comment is not closed: '#}' is missing")
        }
        let sign = closing > start ? sign(at: closing - 1) : nil
        finishTag(at: closing + 2, sign: sign, trimsLineFeed: true)
    }

    /// Moves past a tag's end at `position` and the white space that the tag strips.
    private mutating func finishTag(at position: Int, sign: UInt8?, trimsLineFeed: Bool) {
        var end = position
        if sign == UInt8(ascii: "-") {
            end = bytes[position...].trimmingSpaceAtStart().startIndex
        } else if sign == nil, trimsLineFeed, end < bytes.count, bytes[end] == UInt8(ascii: "\n") {
            end += 1
        }
        advance(to: end)
        atLineStart = bytes[end - 1] == UInt8(ascii: "\n")
    }

    // MARK: Raw blocks

    /// Returns the start of a raw block's text if the tag at `at` opens one.
    private func rawBody() -> Int? {
        guard let end = word("raw", from: at) else { return nil }
        if matches("-%}", at: end) { return bytes[(end + 3)...].trimmingSpaceAtStart().startIndex }
        return matches("%}", at: end) ? end + 2 : nil
    }

    private mutating func scanRaw(from body: Int) throws(TemplateError) {
        advance(to: body)
        atLineStart = bytes[body - 1] == UInt8(ascii: "\n")
        var opening = body
        while let found = find("{%", from: opening) {
            opening = found + 2
            let sign = sign(at: opening)
            guard let end = word("endraw", from: opening + (sign == nil ? 0 : 1)) else { continue }
            let endSign = self.sign(at: end)
            let closing = end + (endSign == nil ? 0 : 1)
            guard matches("%}", at: closing) else { continue }
            addData(trimmingEnd(bytes[body..<found], sign: sign, isBlock: true))
            advance(to: end)
            return finishTag(at: closing + 2, sign: endSign, trimsLineFeed: true)
        }
        throw fault("a raw block is not closed: 'endraw' is missing")
    }

    /// Returns the position after `word` and the white space around it, if `word` comes next.
    private func word(_ word: String, from position: Int) -> Int? {
        let start = bytes[min(position, bytes.count)...].trimmingSpaceAtStart().startIndex
        guard matches(word, at: start) else { return nil }
        return bytes[(start + word.utf8.count)...].trimmingSpaceAtStart().startIndex
    }

    // MARK: Inside a tag

    /// Scans up to the tag's end, or to the end of the source if `closing` is `nil`.
    private mutating func scanInside(closing: UInt8?) throws(TemplateError) {
        var brackets: [TemplateToken.Mark] = []
        while true {
            advance(to: bytes[at...].trimmingSpaceAtStart().startIndex)
            if let closing, brackets.isEmpty, scanEnd(closing) { return }
            guard at < bytes.count else {
                if closing == nil { return }
                throw fault(
                    "the tag is not closed: '\(closing == UInt8(ascii: "}") ? "}}" : "%}")' is missing"
                )
            }
            try scanToken(&brackets)
        }
    }

    private mutating func scanEnd(_ closing: UInt8) -> Bool {
        let isBlock = closing == UInt8(ascii: "%")
        var position = at
        let found = sign(at: at)
        if found == UInt8(ascii: "-") || (isBlock && found != nil) { position += 1 }
        guard position + 1 < bytes.count, bytes[position] == closing,
            bytes[position + 1] == UInt8(ascii: "}")
        else { return false }
        add(isBlock ? .blockEnd : .outputEnd)
        finishTag(at: position + 2, sign: position > at ? found : nil, trimsLineFeed: isBlock)
        return true
    }

    private mutating func scanToken(_ brackets: inout [TemplateToken.Mark]) throws(TemplateError) {
        let byte = bytes[at]
        if byte.isDigit { return try scanNumber() }
        if byte.isNamePart { return scanName() }
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return try scanString() }
        guard let mark = TemplateToken.Mark.allCases.first(where: { matches($0.rawValue, at: at) })
        else { throw fault("unexpected character \(describe(byte))") }
        try balance(&brackets, with: mark)
        add(.mark(mark))
        at += mark.rawValue.utf8.count
    }

    private func describe(_ byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F
            ? "'\(Character(Unicode.Scalar(byte)))'" : "0x" + String(byte, radix: 16)
    }

    private func balance(
        _ brackets: inout [TemplateToken.Mark],
        with mark: TemplateToken.Mark
    ) throws(TemplateError) {
        let opening: TemplateToken.Mark
        switch mark {
        case .leftBrace, .leftBracket, .leftParenthesis: return brackets.append(mark)
        case .rightBrace: opening = .leftBrace
        case .rightBracket: opening = .leftBracket
        case .rightParenthesis: opening = .leftParenthesis
        default: return
        }
        guard brackets.popLast() == opening else { throw fault("unexpected '\(mark.rawValue)'") }
    }

    private mutating func scanName() {
        let start = at
        while at < bytes.count, bytes[at].isNamePart { at += 1 }
        add(.name(String(decoding: bytes[start..<at], as: UTF8.self)))
    }

    private mutating func scanNumber() throws(TemplateError) {
        if let radix = radixPrefix() {
            at += 2
            let digits = takeDigits { Character(Unicode.Scalar($0)).isHexDigit }
            guard let value = Int128(digits, radix: radix) else {
                throw fault("not a number of base \(radix): '\(digits)'")
            }
            return add(.integer(value))
        }
        // After a dot the digits are an index: `x.0.1` is item 1 of item 0, not 0.1.
        let afterDot = at > 0 && bytes[at - 1] == UInt8(ascii: ".")
        var text = takeDigits(where: \.isDigit)
        let whole = text
        if !afterDot {
            if at + 1 < bytes.count, bytes[at] == UInt8(ascii: "."), bytes[at + 1].isDigit {
                at += 1
                text += "." + takeDigits(where: \.isDigit)
            }
            if let exponent = exponentStart() {
                text += "e" + String(decoding: bytes[(at + 1)..<exponent], as: UTF8.self)
                at = exponent
                text += takeDigits(where: \.isDigit)
            }
        }
        if text.utf8.count > whole.utf8.count {
            guard let value = Double(text) else { throw fault("not a number: '\(text)'") }
            return add(.float(value))
        }
        guard let value = Int128(text) else {
            throw fault("the number \(text.prefix(50)) is too large")
        }
        add(.integer(value))
    }

    private func radixPrefix() -> Int? {
        guard bytes[at] == UInt8(ascii: "0"), at + 2 < bytes.count else { return nil }
        switch bytes[at + 1] | 0x20 {
        case UInt8(ascii: "x"): return 16
        case UInt8(ascii: "o"): return 8
        case UInt8(ascii: "b"): return 2
        default: return nil
        }
    }

    private func exponentStart() -> Int? {
        guard at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") else { return nil }
        let digits = sign(at: at + 1) == nil ? at + 1 : at + 2
        return digits < bytes.count && bytes[digits].isDigit ? digits : nil
    }

    /// Reads digits and drops the `_` that may group them.
    private mutating func takeDigits(where isDigit: (UInt8) -> Bool) -> String {
        let start = at
        while at < bytes.count,
            isDigit(bytes[at])
                || (bytes[at] == UInt8(ascii: "_") && at + 1 < bytes.count
                    && isDigit(bytes[at + 1]))
        { at += 1 }
        return String(
            decoding: bytes[start..<at].filter { $0 != UInt8(ascii: "_") },
            as: UTF8.self
        )
    }

    private mutating func scanString() throws(TemplateError) {
        let quote = bytes[at]
        let start = at + 1
        var end = start
        while end < bytes.count, bytes[end] != quote {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard end < bytes.count else { throw fault("a string is not closed") }
        guard let text = StringEscapes.decode(bytes[start..<end]) else {
            throw fault("a string holds an escape that names no character")
        }
        add(.string(text))
        advance(to: end + 1)
    }

    // MARK: Positions

    private mutating func add(_ kind: TemplateToken.Kind) {
        tokens.append(TemplateToken(kind: kind, line: line))
    }

    private mutating func addData(_ text: ArraySlice<UInt8>) {
        guard !text.isEmpty else { return }
        let spans = headings.filter {
            text.startIndex <= $0.lowerBound && $0.upperBound <= text.endIndex
        }
        add(
            .data(
                TracedText(
                    String(decoding: text, as: UTF8.self),
                    spans: spans.map {
                        .init(
                            range: $0.lowerBound - text.startIndex..<$0.upperBound
                                - text.startIndex,
                            origin: .heading)
                    })))
    }

    /// Moves to `position`, counting the lines passed.
    private mutating func advance(to position: Int) {
        line += bytes[at..<position].count { $0 == UInt8(ascii: "\n") }
        at = position
    }

    private func matches(_ text: String, at position: Int) -> Bool {
        let end = position + text.utf8.count
        return end <= bytes.count && bytes[position..<end].elementsEqual(text.utf8)
    }

    private func find(_ text: String, from start: Int) -> Int? {
        var position = start
        while position + text.utf8.count <= bytes.count {
            if matches(text, at: position) { return position }
            position += 1
        }
        return nil
    }

    private func fault(_ problem: String) -> TemplateError {
        .syntax(template: template, line: line, problem: problem)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    /// Whether a byte is a letter, a digit, `_` or part of a character beyond ASCII.
    fileprivate var isNamePart: Bool {
        isDigit || self == UInt8(ascii: "_") || self >= 0x80
            || (self | 0x20) &- UInt8(ascii: "a") < 26
    }
}
