/// The backslash escapes of string literals, as in Python.
enum StringEscapes {
    /// Decodes a literal's `body`; returns `nil` if an escape names no character.
    ///
    /// A backslash before a character that begins no escape stands for itself.
    static func decode(_ body: ArraySlice<UInt8>) -> String? {
        guard body.contains(UInt8(ascii: "\\")) else {
            return String(decoding: body, as: UTF8.self)
        }
        var result: [UInt8] = []
        var rest = body
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                result.append(byte)
                continue
            }
            guard append(escape, &rest, to: &result) else { return nil }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func append(
        _ escape: UInt8,
        _ rest: inout ArraySlice<UInt8>,
        to result: inout [UInt8]
    ) -> Bool {
        switch escape {
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "a"): result.append(0x07)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "v"): result.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(escape)
        case UInt8(ascii: "\n"): break
        case UInt8(ascii: "x"): return append(hexadecimal: 2, &rest, to: &result)
        case UInt8(ascii: "u"): return append(hexadecimal: 4, &rest, to: &result)
        case UInt8(ascii: "U"): return append(hexadecimal: 8, &rest, to: &result)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var value = UInt32(escape - UInt8(ascii: "0"))
            for _ in 0..<2 {
                guard let digit = rest.first, digit &- UInt8(ascii: "0") < 8 else { break }
                value = value * 8 + UInt32(digit - UInt8(ascii: "0"))
                rest.removeFirst()
            }
            return append(scalar: value, to: &result)
        case UInt8(ascii: "N"): return false
        default: result += [UInt8(ascii: "\\"), escape]
        }
        return true
    }

    private static func append(
        hexadecimal count: Int,
        _ rest: inout ArraySlice<UInt8>,
        to result: inout [UInt8]
    ) -> Bool {
        let digits = rest.prefix(count)
        guard digits.count == count,
            digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { return false }
        rest.removeFirst(count)
        return append(scalar: value, to: &result)
    }

    private static func append(scalar value: UInt32, to result: inout [UInt8]) -> Bool {
        guard let scalar = Unicode.Scalar(value) else { return false }
        result += Array(String(Character(scalar)).utf8)
        return true
    }
}
