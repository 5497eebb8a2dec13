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

    /// Removes tags, from `<` to `>`, collapses white space and decodes the basic entities.
    static func strippingTags(_ text: String) -> String {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "<") else {
                result.append(byte)
                continue
            }
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
                result.append(byte)
                continue
            }
            rest = rest[(end + 1)...]
        }
        let folded = String(decoding: result, as: UTF8.self).words().joined(separator: " ")
        // `&amp;` last: `&amp;lt;` is the text `&lt;`.
        return [
            ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&#34;", "\""), ("&quot;", "\""),
            ("&amp;", "&"),
        ].reduce(folded) { $0.pythonReplacing($1.0, with: $1.1, atMost: .max) }
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
