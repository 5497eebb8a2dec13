extension JSON {
    /// The value as one line of JSON without spaces, keys in order.
    public var text: String {
        String(decoding: encoded(), as: UTF8.self)
    }

    /// The UTF-8 bytes of ``text``.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.usualLength)
        append(to: &bytes)
        return bytes
    }

    /// Initial capacity in bytes, enough for most values.
    private static let usualLength = 960

    /// Appends the UTF-8 bytes of ``text`` to a buffer that the caller may reuse.
    public func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .double(let value): appendNumber(value, to: &bytes)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let value): appendQuoted(value, to: &bytes)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for index in values.indices {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                values[index].append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object): object.append(to: &bytes)
        }
    }

    /// The value over several lines, `indent` spaces a level, for people.
    public func pretty(indent: Int = 2, level: Int = 0) -> String {
        let inner = String(repeating: " ", count: indent * (level + 1))
        let outer = String(repeating: " ", count: indent * level)
        switch self {
        case .array(let values) where !values.isEmpty:
            let lines = values.map { inner + $0.pretty(indent: indent, level: level + 1) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let object) where !object.isEmpty:
            let lines = object.pairs.map { key, value in
                inner + JSON.string(key).text + ": "
                    + value.pretty(indent: indent, level: level + 1)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
        default: return text
        }
    }
}

extension JSONObject {
    /// Appends the object as one line of JSON.
    public func append(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for index in members.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            appendQuoted(members[index].key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            members[index].value.append(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}

/// Appends the shortest digits that read back as the same double; JSON has neither infinities nor
/// NaN, which become `null`.
private func appendNumber(_ value: Double, to bytes: inout [UInt8]) {
    guard value.isFinite else { return bytes.append(contentsOf: "null".utf8) }
    bytes.append(contentsOf: value.description.utf8)
}

/// Appends a quoted string; runs of bytes that need no escape are copied whole.
private func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { utf8 in
        var done = 0
        while done < utf8.count {
            let end = endOfPlainRun(utf8, from: done)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[done..<end]))
            if end < utf8.count { appendEscape(of: utf8[end], to: &bytes) }
            done = end + 1
        }
    }
    bytes.append(UInt8(ascii: "\""))
}

/// Returns the index of the next byte to be escaped, or the end; tests eight bytes at a time.
private func endOfPlainRun(_ utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let bytes = UnsafeRawBufferPointer(utf8)
    var at = start
    while at + 8 <= bytes.count,
        !hasEscape(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    {
        at += 8
    }
    while at < bytes.count, !mustBeEscaped(bytes[at]) { at += 1 }
    return at
}

private func mustBeEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

/// Returns whether any of a word's eight bytes must be escaped; false positives are possible.
///
/// Subtracting `n` from a byte less than `n` borrows from its highest bit. Source: Warren, Hacker's
/// Delight, 6-1.
private func hasEscape(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func hasByte(below limit: UInt64, in word: UInt64) -> UInt64 {
        (word &- ones &* limit) & ~word & (ones &* 0x80)
    }
    let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    return hasByte(below: 0x20, in: word) | hasByte(below: 1, in: quotes)
        | hasByte(below: 1, in: backslashes) != 0
}

private func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0..<0x20:
        let digits = String(byte, radix: 16)
        let padding = String(repeating: "0", count: 4 - digits.count)
        bytes.append(contentsOf: ("u" + padding + digits).utf8)
    default: bytes.append(byte)
    }
}
