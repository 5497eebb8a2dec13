/// Writes values as Python's `json.dumps` does, with a space after separators and keys in order.
struct JSONDump {
    var isASCII = false
    var sortsKeys = false
    var indentation: String?
    var itemSeparator = ", "
    var keySeparator = ": "
    /// No text grows beyond this: separators and indents are the template's and may be of any size.
    var limitInBytes = Int.max

    init(isASCII: Bool, sortsKeys: Bool) {
        self.isASCII = isASCII
        self.sortsKeys = sortsKeys
    }

    /// Returns `value` as JSON text.
    ///
    /// - Throws: ``FunctionFault`` for values that JSON cannot hold.
    func dump(_ value: TemplateValue) throws(FunctionFault) -> String {
        var result = ""
        try append(value, level: 0, to: &result)
        return result
    }

    private func append(
        _ value: TemplateValue,
        level: Int,
        to result: inout String
    ) throws(FunctionFault) {
        switch value {
        case .none: result += "null"
        case .bool(let value): result += value ? "true" : "false"
        case .integer(let value): result += String(value)
        case .float(let value): result += Self.number(value)
        case .number(let number): result += number.text
        case .string(let text), .markup(let text): quote(text, into: &result)
        case .traced(let text): quote(text.string, into: &result)
        case .list(let items), .tuple(let items):
            try append(items.values, level: level, to: &result)
        case .dictionary(let mapping): try append(mapping, level: level, to: &result)
        case .undefined, .range, .object:
            throw FunctionFault("a value of type '\(value.typeName)' cannot be written as JSON")
        }
    }

    private func append(
        _ values: [TemplateValue],
        level: Int,
        to result: inout String
    ) throws(FunctionFault) {
        guard !values.isEmpty else { return result += "[]" }
        result += "["
        for (position, value) in values.enumerated() {
            if position > 0 { result += itemSeparator }
            try breakLine(level + 1, &result)
            try append(value, level: level + 1, to: &result)
        }
        try breakLine(level, &result)
        result += "]"
    }

    private func append(
        _ mapping: Mapping,
        level: Int,
        to result: inout String
    ) throws(FunctionFault) {
        guard mapping.count > 0 else { return result += "{}" }
        var members: [(key: String, value: TemplateValue)] = []
        for (key, value) in zip(mapping.keys, mapping.values) {
            members.append((try Self.key(key), value))
        }
        if sortsKeys { members.sort { $0.key.precedes($1.key) } }
        result += "{"
        for (position, member) in members.enumerated() {
            if position > 0 { result += itemSeparator }
            try breakLine(level + 1, &result)
            quote(member.key, into: &result)
            result += keySeparator
            try append(member.value, level: level + 1, to: &result)
        }
        try breakLine(level, &result)
        result += "}"
    }

    private func breakLine(_ level: Int, _ result: inout String) throws(FunctionFault) {
        let (width, overflows) = (indentation?.utf8.count ?? 0)
            .multipliedReportingOverflow(by: level)
        guard !overflows, width < limitInBytes, result.utf8.count < limitInBytes - width else {
            throw FunctionFault("the JSON text grows beyond \(limitInBytes >> 20) MiB")
        }
        guard let indentation else { return }
        result += "\n" + String(repeating: indentation, count: level)
    }

    private static func key(_ key: TemplateValue) throws(FunctionFault) -> String {
        switch key {
        case .string(let text), .markup(let text): text
        case .traced(let text): text.string
        case .integer(let value): String(value)
        case .float(let value): number(value)
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        case .none: "null"
        default: throw FunctionFault("a '\(key.typeName)' cannot be a key in JSON")
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        return value.pythonText
    }

    private func quote(_ text: String, into result: inout String) {
        result += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            default:
                if scalar.value < 0x20 || (isASCII && scalar.value > 0x7E) {
                    // By UTF-16 unit: beyond the BMP Python writes a surrogate pair.
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                    }
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        result += "\""
    }
}
