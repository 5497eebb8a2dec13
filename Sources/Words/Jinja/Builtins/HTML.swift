import PythonStrings

/// Escapes text for HTML and URLs.
enum HTML {
    static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "'": result += "&#39;"
            case "\"": result += "&#34;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Removes tags, from `<` to `>`, collapses white space and decodes the entities.
    static func strippingTags(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            let isComment = bytes[start...].starts(with: "<!--".utf8)
            // Without an end, nothing after `start` is a tag: the rest is text.
            let mark = isComment ? "-->" : ">"
            guard let end = bytes.end(of: mark, from: start + (isComment ? 4 : 1)) else { break }
            result += bytes[position..<start]
            position = end
        }
        result += bytes[position...]
        let folded = String(decoding: result, as: UTF8.self).words().joined(separator: " ")
        return HTMLEntities.decode(folded)
    }

    /// Percent-encodes all but ASCII letters, digits and `_.-~/`; in a form's field `/` too, and a
    /// space becomes `+`.
    static func urlQuote(_ text: String, isField: Bool = false) -> String {
        var result = ""
        for byte in text.utf8 {
            let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
            let isDigit = byte &- UInt8(ascii: "0") < 10
            if isLetter || isDigit || "_.-~".utf8.contains(byte)
                || (!isField && byte == UInt8(ascii: "/"))
            {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else if isField, byte == UInt8(ascii: " ") {
                result += "+"
            } else {
                result += byte < 16 ? "%0" : "%"
                result += String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}

extension [UInt8] {
    /// The index after the first `mark` at or after `start`; nil if there is none.
    fileprivate func end(of mark: String, from start: Int) -> Int? {
        let mark = Array(mark.utf8)
        var index = start
        while let next = self[index...].firstIndex(of: mark[0]) {
            if self[next...].starts(with: mark) { return next + mark.count }
            index = next + 1
        }
        return nil
    }
}
