extension TemplateValue {
    /// The text that `{{ value }}` prints: Python's `str`.
    var printed: String {
        switch self {
        case .undefined: return ""
        case .string(let text), .markup(let text): return text
        case .traced(let text): return text.string
        default:
            var result = ""
            represent(into: &result)
            return result
        }
    }

    /// The text of the value inside a list: Python's `repr`.
    var represented: String {
        var result = ""
        represent(into: &result)
        return result
    }

    private func represent(into result: inout String) {
        switch self {
        case .undefined: result += "Undefined"
        case .none: result += "None"
        case .bool(let value): result += value ? "True" : "False"
        case .integer(let value): result += String(value)
        case .float(let value): result += value.pythonText
        case .number(let number): result += number.text
        case .string(let text): Self.quote(text, into: &result)
        case .markup(let text):
            result += "Markup("
            Self.quote(text, into: &result)
            result += ")"
        case .traced: untraced.represent(into: &result)
        case .list(let items):
            result += "["
            Self.join(items.values, into: &result)
            result += "]"
        case .tuple(let items):
            result += "("
            Self.join(items.values, into: &result)
            result += items.values.count == 1 ? ",)" : ")"
        case .dictionary(let mapping):
            result += "{"
            for position in 0..<mapping.count {
                if position > 0 { result += ", " }
                mapping.keys[position].represent(into: &result)
                result += ": "
                mapping.values[position].represent(into: &result)
            }
            result += "}"
        case .range(let range):
            result += "range(\(range.start), \(range.stop)"
            result += range.step == 1 ? ")" : ", \(range.step))"
        case .object(let object): result += object.description
        }
    }

    static func join(_ values: [TemplateValue], into result: inout String) {
        for (position, value) in values.enumerated() {
            if position > 0 { result += ", " }
            value.represent(into: &result)
        }
    }

    /// Appends the text in single quotes, or in double quotes if it has only single ones.
    private static func quote(_ text: String, into result: inout String) {
        let hasSingle = text.utf8.contains(UInt8(ascii: "'"))
        let hasDouble = text.utf8.contains(UInt8(ascii: "\""))
        let quote: Unicode.Scalar = hasSingle && !hasDouble ? "\"" : "'"
        result.unicodeScalars.append(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case quote: result += "\\\(quote)"
            default:
                if scalar.isPrintable {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += scalar.pythonEscape
                }
            }
        }
        result.unicodeScalars.append(quote)
    }
}

extension Unicode.Scalar {
    /// Whether Python's `repr` shows the character without an escape.
    var isPrintable: Bool {
        if value < 0x7F { return value >= 0x20 }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator, .spaceSeparator:
            return false
        default: return true
        }
    }

    /// `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
    fileprivate var pythonEscape: String {
        let digits = String(value, radix: 16)
        let (prefix, width) = value < 0x100 ? ("\\x", 2) : value < 0x10000 ? ("\\u", 4) : ("\\U", 8)
        return prefix + String(repeating: "0", count: width - digits.count) + digits
    }
}
