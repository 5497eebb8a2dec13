/// A syntax error in a JSON text, and its position.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Line of the fault, from 1.
    public let line: Int
    /// Byte in that line, from 1.
    public let column: Int
    /// The problem, as a phrase.
    public let problem: String

    /// Location and problem in one line.
    public var description: String { "line \(line), column \(column): \(problem)" }
}

extension JSON {
    /// Deepest nesting of arrays and objects; a text that nests deeper is an error.
    public static let depthLimit = 512

    /// Parses `text` strictly by RFC 8259; of repeated keys the last wins.
    public init(parsing text: String) throws(JSONError) {
        self = try JSON(parsing: Array(text.utf8))
    }

    /// Parses UTF-8 `bytes` strictly by RFC 8259; of repeated keys the last wins.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        var parser = JSONParser(bytes: bytes)
        self = try parser.parseDocument()
    }
}

/// A JSON text with the line of every value, for messages that name a line.
public struct LocatedJSON: Sendable {
    /// The whole value.
    public let value: JSON
    /// Lines (from 1) by path, such as `/stages/answers/model`; of a member, the line of its key.
    public let lines: [String: Int]
    /// Paths of members whose key is repeated in the same object.
    public let repeatedKeys: [String]

    /// Parses `bytes` and records the line of every value.
    ///
    /// - Parameter allowsComments: Whether comments (`//` to the end of the line, `/* */`) and a
    ///   comma after the last value are allowed, as in JSONC.
    public init(parsing bytes: [UInt8], allowsComments: Bool = false) throws(JSONError) {
        var parser = JSONParser(
            bytes: bytes, recordsLines: true, allowsComments: allowsComments)
        value = try parser.parseDocument()
        lines = parser.lines
        repeatedKeys = parser.repeatedKeys
    }
}

/// A recursive-descent parser over UTF-8 bytes.
struct JSONParser {
    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0
    private let recordsLines: Bool
    /// Whether the text is JSONC: comments, and a comma after the last value.
    private let allowsComments: Bool
    private var path = ""
    private(set) var lines: [String: Int] = [:]
    private(set) var repeatedKeys: [String] = []
    private var line = 1
    private var lineCountedTo = 0

    init(bytes: [UInt8], recordsLines: Bool = false, allowsComments: Bool = false) {
        self.bytes = bytes
        self.recordsLines = recordsLines
        self.allowsComments = allowsComments
    }

    mutating func parseDocument() throws(JSONError) -> JSON {
        // RFC 8259, section 8.1, lets parsers ignore a byte order mark.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        let value = try parseValue()
        try skipSpace()
        guard at == bytes.count else { throw fault("text after the end of the value") }
        return value
    }

    private mutating func parseValue() throws(JSONError) -> JSON {
        try skipSpace()
        guard at < bytes.count else { throw fault("the text ends where a value was expected") }
        if recordsLines, lines[path] == nil { lines[path] = currentLine() }
        switch bytes[at] {
        case UInt8(ascii: "{"):
            return .object(try nested { p throws(JSONError) in try p.parseObject() })
        case UInt8(ascii: "["):
            return .array(try nested { p throws(JSONError) in try p.parseArray() })
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        default: throw fault("a value cannot begin with \(describeByte())")
        }
    }

    private mutating func nested<T>(
        _ body: (inout JSONParser) throws(JSONError) -> T
    ) throws(JSONError) -> T {
        // Each level is a recursion: without a limit a hostile text would overflow the stack.
        guard depth < JSON.depthLimit else {
            throw fault("nested more than \(JSON.depthLimit) levels deep")
        }
        depth += 1
        defer { depth -= 1 }
        at += 1
        return try body(&self)
    }

    private mutating func parseObject() throws(JSONError) -> JSONObject {
        var object = JSONObject()
        try skipSpace()
        if take(UInt8(ascii: "}")) { return object }
        let outerPath = path
        defer { path = outerPath }
        while true {
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else {
                throw fault("expected a key in double quotes, found \(describeByte())")
            }
            let keyLine = recordsLines ? currentLine() : 0
            let key = try parseString()
            if recordsLines {
                path = outerPath + "/" + key
                if object[key] != nil { repeatedKeys.append(path) }
                lines[path] = keyLine
            }
            try skipSpace()
            guard take(UInt8(ascii: ":")) else {
                throw fault("expected ':' after the key \"\(key)\", found \(describeByte())")
            }
            object[key] = try parseValue()
            try skipSpace()
            if take(UInt8(ascii: "}")) { return object }
            guard take(UInt8(ascii: ",")) else {
                throw fault("expected ',' or '}', found \(describeByte())")
            }
            try skipSpace()
            if allowsComments, take(UInt8(ascii: "}")) { return object }
        }
    }

    private mutating func parseArray() throws(JSONError) -> [JSON] {
        var array: [JSON] = []
        try skipSpace()
        if take(UInt8(ascii: "]")) { return array }
        let outerPath = path
        defer { path = outerPath }
        while true {
            if recordsLines { path = "\(outerPath)/\(array.count)" }
            array.append(try parseValue())
            try skipSpace()
            if take(UInt8(ascii: "]")) { return array }
            guard take(UInt8(ascii: ",")) else {
                throw fault("expected ',' or ']', found \(describeByte())")
            }
            try skipSpace()
            if allowsComments, take(UInt8(ascii: "]")) { return array }
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[at..<end].elementsEqual(
                UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        else { throw fault("expected \(word)") }
        at = end
        return value
    }

    // MARK: Numbers

    private mutating func parseNumber() throws(JSONError) -> JSON {
        let start = at
        _ = take(UInt8(ascii: "-"))
        let firstDigit = at
        guard takeDigits() > 0 else { throw fault("a number needs digits after '-'") }
        if bytes[firstDigit] == UInt8(ascii: "0"), at - firstDigit > 1 {
            throw fault("a number cannot begin with 0")
        }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard takeDigits() > 0 else { throw fault("a number needs digits after '.'") }
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            at += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard takeDigits() > 0 else { throw fault("a number needs digits in its exponent") }
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        return .number(grammatical: text, isInteger: isInteger)
    }

    private mutating func takeDigits() -> Int {
        let start = at
        while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
        return at - start
    }

    // MARK: Strings

    private mutating func parseString() throws(JSONError) -> String {
        at += 1
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"),
            bytes[at] >= 0x20
        { at += 1 }
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
            let text = try validated(bytes[start..<at])
            at += 1
            return text
        }
        var buffer = Array(bytes[start..<at])
        while true {
            guard at < bytes.count else { throw fault("a string is not closed") }
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return try validated(buffer[...])
            case UInt8(ascii: "\\"): try parseEscape(into: &buffer)
            case 0..<0x20:
                at -= 1
                throw fault("a control character must be escaped inside a string")
            default: buffer.append(byte)
            }
        }
    }

    private func validated(_ slice: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw fault("a string is not valid UTF-8")
        }
        return text
    }

    private mutating func parseEscape(into buffer: inout [UInt8]) throws(JSONError) {
        guard at < bytes.count else { throw fault("a string is not closed") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"): try parseUnicodeEscape(into: &buffer)
        default:
            at -= 1
            throw fault("unknown escape \\\(describeByte())")
        }
    }

    /// Appends the UTF-8 of a `\u` escape, or of a pair of surrogates.
    ///
    /// Lone surrogates become U+FFFD: they have no UTF-8, and files in the wild contain them.
    private mutating func parseUnicodeEscape(into buffer: inout [UInt8]) throws(JSONError) {
        let first = try parseHex4()
        var scalar = Unicode.Scalar(first) ?? "\u{FFFD}"
        if first & 0xFC00 == 0xD800, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
            bytes[at + 1] == UInt8(ascii: "u")
        {
            let rewind = at
            at += 2
            let second = try parseHex4()
            if second & 0xFC00 == 0xDC00 {
                let code = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)
                scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
            } else {
                // No low surrogate: the second escape is parsed by itself.
                at = rewind
            }
        }
        buffer.append(contentsOf: Array(String(Character(scalar)).utf8))
    }

    private mutating func parseHex4() throws(JSONError) -> UInt32 {
        // The sign is excluded because UInt32's parser would accept one.
        guard at + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16),
            bytes[at] != UInt8(ascii: "+"), bytes[at] != UInt8(ascii: "-")
        else { throw fault("\\u needs four hexadecimal digits") }
        at += 4
        return value
    }

    // MARK: Lines

    private mutating func skipSpace() throws(JSONError) {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            case UInt8(ascii: "/") where allowsComments: try skipComment()
            default: return
            }
        }
    }

    /// Skips a comment, to the end of its line or to `*/`.
    private mutating func skipComment() throws(JSONError) {
        let second = at + 1 < bytes.count ? bytes[at + 1] : 0
        switch second {
        case UInt8(ascii: "/"):
            at = bytes[at...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        case UInt8(ascii: "*"):
            var end = at + 2
            while end + 1 < bytes.count,
                bytes[end] != UInt8(ascii: "*") || bytes[end + 1] != UInt8(ascii: "/")
            { end += 1 }
            guard end + 1 < bytes.count else { throw fault("a comment is not closed by */") }
            at = end + 2
        default: throw fault("a single '/'; a comment begins with // or /*")
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func currentLine() -> Int {
        // Counts from the last call on; `at` never moves back between calls.
        line += bytes[lineCountedTo..<at].count { $0 == 0x0A }
        lineCountedTo = at
        return line
    }

    private func describeByte() -> String {
        guard at < bytes.count else { return "the end of the text" }
        let byte = bytes[at]
        return byte >= 0x20 && byte < 0x7F
            ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x" + String(byte, radix: 16)
    }

    private func fault(_ problem: String) -> JSONError {
        let before = bytes[..<min(at, bytes.count)]
        let lineStart = (before.lastIndex(of: 0x0A) ?? -1) + 1
        return JSONError(
            line: before.count { $0 == 0x0A } + 1, column: before.count - lineStart + 1,
            problem: problem)
    }
}
