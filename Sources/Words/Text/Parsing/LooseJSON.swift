import JSON
import PythonStrings

/// Reads JSON as models write it: with single quotes, Python literals, bare keys, comments,
/// trailing commas, line feeds inside strings, or cut off.
struct LooseJSON {
    private static let depthLimit = 100
    private static let attemptLimit = 50

    private let text: [Unicode.Scalar]
    private var at: Int
    private var depth = 0
    /// The string that the end of the text cut off.
    private(set) var cutText: String?
    /// Whether the text ended before the value did.
    private(set) var isCut = false

    private init(_ text: [Unicode.Scalar], at start: Int) {
        self.text = text
        at = start
    }

    /// Returns the first object or array in `text`, and the parser, which says what was cut off.
    static func firstValue(in text: String) -> (value: JSON, parser: LooseJSON)? {
        let scalars = Array(text.unicodeScalars)
        var attempts = 0
        for (position, scalar) in scalars.enumerated() where scalar == "{" || scalar == "[" {
            attempts += 1
            // Bounds the cost: each attempt may read to the end of the text.
            guard attempts <= attemptLimit else { return nil }
            if let found = value(at: position, in: scalars) { return found }
        }
        return nil
    }

    /// Returns the object or array that begins at `position`; nil if it is malformed, or cut off
    /// before its first element.
    static func value(
        at position: Int,
        in text: [Unicode.Scalar]
    ) -> (value: JSON, parser: LooseJSON)? {
        var parser = LooseJSON(text, at: position)
        guard let value = parser.parseValue() else { return nil }
        if case .array(let items) = value, items.isEmpty, parser.isCut { return nil }
        if case .object(let members) = value, members.isEmpty, parser.isCut { return nil }
        return (value, parser)
    }

    // MARK: Values

    private mutating func parseValue() -> JSON? {
        skipSpace()
        guard at < text.count, depth < Self.depthLimit else { return nil }
        depth += 1
        defer { depth -= 1 }
        switch text[at] {
        case "{": return parseObject()
        case "[": return parseArray()
        case let quote where Self.closing(quote) != nil: return parseString().map { .string($0) }
        default: return parseWord()
        }
    }

    private mutating func parseArray() -> JSON? {
        at += 1
        var items: [JSON] = []
        while true {
            skipSpace()
            guard at < text.count else { return finish(.array(items)) }
            if take("]") { return .array(items) }
            guard let item = parseValue() else { return isCut ? .array(items) : nil }
            items.append(item)
            if isCut { return .array(items) }
            guard endsElement("]") else { return nil }
        }
    }

    private mutating func parseObject() -> JSON? {
        at += 1
        var members = JSONObject()
        while true {
            skipSpace()
            guard at < text.count else { return finish(.object(members)) }
            if take("}") { return .object(members) }
            guard let key = parseKey() else { return isCut ? .object(members) : nil }
            skipSpace()
            guard at < text.count else { return finish(.object(members)) }
            guard take(":") else { return nil }
            guard let value = parseValue() else {
                if at >= text.count { isCut = true }
                return isCut ? .object(members) : nil
            }
            members[key] = value
            if isCut { return .object(members) }
            guard endsElement("}") else { return nil }
        }
    }

    /// Consumes a comma, if one follows; returns false if something other than a comma, the closing
    /// bracket or the end of the text follows.
    private mutating func endsElement(_ closing: Unicode.Scalar) -> Bool {
        skipSpace()
        return take(",") || at >= text.count || text[at] == closing
    }

    private mutating func finish(_ value: JSON) -> JSON {
        isCut = true
        return value
    }

    private mutating func parseKey() -> String? {
        if Self.closing(text[at]) != nil { return parseString() }
        let start = at
        while at < text.count,
            text[at] == "_" || text[at].properties.isAlphabetic
                || ("0"..."9").contains(text[at])
        { at += 1 }
        if at >= text.count { isCut = true }
        return at > start && !isCut ? String(text[start..<at]) : nil
    }

    private mutating func parseWord() -> JSON? {
        let start = at
        while at < text.count, !",]}:#/\n".unicodeScalars.contains(text[at]) { at += 1 }
        let word = String(text[start..<at]).trimmingPythonSpace()
        if at >= text.count { isCut = true }
        switch word {
        case "true", "True": return .bool(true)
        case "false", "False": return .bool(false)
        case "null", "None": return .null
        default: break
        }
        // A number at the end of the text may be incomplete.
        guard !isCut, let value = try? JSON(parsing: word), value.double != nil else { return nil }
        return value
    }

    // MARK: Strings

    private static func closing(_ quote: Unicode.Scalar) -> Unicode.Scalar? {
        switch quote {
        case "\"", "'": quote
        case "“": "”"
        case "‘": "’"
        default: nil
        }
    }

    private mutating func parseString() -> String? {
        guard let closing = Self.closing(text[at]) else { return nil }
        at += 1
        var result = String.UnicodeScalarView()
        while at < text.count {
            let scalar = text[at]
            at += 1
            if scalar == "\\" {
                parseEscape(into: &result)
            } else if scalar == closing, closing != "'" || endsString {
                return String(result)
            } else {
                result.append(scalar)
            }
        }
        isCut = true
        cutText = String(result)
        return nil
    }

    /// Whether the single quote before `at` closes its string rather than being an apostrophe.
    private var endsString: Bool {
        var next = at
        while next < text.count, text[next].isPythonSpace { next += 1 }
        return next >= text.count || ",]}:".unicodeScalars.contains(text[next])
    }

    private mutating func parseEscape(into result: inout String.UnicodeScalarView) {
        guard at < text.count else { return }
        let escape = text[at]
        at += 1
        switch escape {
        case "n": result.append("\n")
        case "t": result.append("\t")
        case "r": result.append("\r")
        case "b": result.append("\u{8}")
        case "f": result.append("\u{C}")
        case "u": parseUnicode(into: &result)
        case "\"", "'", "\\", "/", "\n": result.append(escape)
        default:
            result.append("\\")
            result.append(escape)
        }
    }

    private mutating func parseUnicode(into result: inout String.UnicodeScalarView) {
        guard var code = takeHexadecimal() else { return result.append("\u{FFFD}") }
        if code & 0xFC00 == 0xD800, at + 1 < text.count, text[at] == "\\", text[at + 1] == "u" {
            let escape = at
            at += 2
            guard let low = takeHexadecimal() else { return result.append("\u{FFFD}") }
            if low & 0xFC00 == 0xDC00 {
                code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
            } else {
                // The second escape is a character of its own.
                at = escape
            }
        }
        result.append(Unicode.Scalar(code) ?? "\u{FFFD}")
    }

    private mutating func takeHexadecimal() -> UInt32? {
        guard at + 4 <= text.count, text[at..<(at + 4)].allSatisfy(\.properties.isASCIIHexDigit)
        else { return nil }
        defer { at += 4 }
        return UInt32(String(text[at..<(at + 4)]), radix: 16)
    }

    // MARK: Space

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard at < text.count, text[at] == scalar else { return false }
        at += 1
        return true
    }

    private mutating func skipSpace() {
        while at < text.count {
            if text[at].isPythonSpace {
                at += 1
            } else if text[at] == "#"
                || (text[at] == "/" && at + 1 < text.count && text[at + 1] == "/")
            {
                while at < text.count, text[at] != "\n" { at += 1 }
            } else {
                return
            }
        }
    }
}
