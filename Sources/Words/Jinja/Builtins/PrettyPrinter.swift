import PythonStrings

/// Lays a value out as Python's `pprint` does: lines of at most 80 characters, keys in order.
///
/// Source: the layout rules of CPython's `pprint.PrettyPrinter` with its defaults.
struct PrettyPrinter {
    private static let width = 80

    private let interpreter: Interpreter
    private var result = ""

    /// Returns the text of `value`.
    static func text(
        of value: TemplateValue,
        in interpreter: Interpreter
    ) throws(TemplateError) -> String {
        var printer = PrettyPrinter(interpreter: interpreter)
        try printer.write(value.withSortedKeys, indent: 0, allowance: 0, level: 1)
        return printer.result
    }

    private init(interpreter: Interpreter) { self.interpreter = interpreter }

    /// Writes `value`; `allowance` is the room that closing brackets need behind it.
    private mutating func write(
        _ value: TemplateValue,
        indent: Int,
        allowance: Int,
        level: Int
    ) throws(TemplateError) {
        // Every level prints all that is below it once.
        try interpreter.spend(bytes: value.weight)
        let line = value.represented
        guard line.codePointCount > Self.width - indent - allowance else { return result += line }
        switch value {
        case .dictionary(let mapping) where mapping.count > 0:
            result += "{"
            try write(mapping, indent: indent + 1, allowance: allowance + 1, level: level + 1)
            result += "}"
        case .list(let items):
            result += "["
            try write(items.values, indent: indent + 1, allowance: allowance + 1, level: level + 1)
            result += "]"
        case .tuple(let items):
            let end = items.values.count == 1 ? ",)" : ")"
            result += "("
            try write(
                items.values,
                indent: indent + 1,
                allowance: allowance + end.utf8.count,
                level: level + 1
            )
            result += end
        case .string(let text) where !text.isEmpty:
            write(text, indent: indent, allowance: allowance, isWhole: level == 1)
        default: result += line
        }
        try interpreter.checkSize(result.utf8.count)
    }

    private mutating func write(
        _ values: [TemplateValue],
        indent: Int,
        allowance: Int,
        level: Int
    ) throws(TemplateError) {
        for (position, value) in values.enumerated() {
            if position > 0 { breakLine(",", indent) }
            let isLast = position + 1 == values.count
            try write(value, indent: indent, allowance: isLast ? allowance : 1, level: level)
        }
    }

    private mutating func write(
        _ mapping: Mapping,
        indent: Int,
        allowance: Int,
        level: Int
    ) throws(TemplateError) {
        for position in 0..<mapping.count {
            if position > 0 { breakLine(",", indent) }
            let key = mapping.keys[position].represented
            result += key + ": "
            try write(
                mapping.values[position],
                indent: indent + key.codePointCount + 2,
                allowance: position + 1 == mapping.count ? allowance : 1,
                level: level
            )
        }
    }

    /// Writes a text as several literals, each of whole words; in parentheses if it stands alone.
    private mutating func write(_ text: String, indent: Int, allowance: Int, isWhole: Bool) {
        let indent = isWhole ? indent + 1 : indent
        let allowance = isWhole ? allowance + 1 : allowance
        var chunks: [String] = []
        let lines = text.pythonLines(keepingEnds: true)
        for (number, line) in lines.enumerated() {
            let endsText = number + 1 == lines.count
            let literal = TemplateValue.string(line).represented
            if literal.codePointCount <= Self.width - indent - (endsText ? allowance : 0) {
                chunks.append(literal)
            } else {
                chunks += literals(of: line, room: Self.width - indent, endsText ? allowance : 0)
            }
        }
        if chunks.count == 1 { return result += chunks[0] }
        if isWhole { result += "(" }
        for (position, chunk) in chunks.enumerated() {
            if position > 0 { breakLine("", indent) }
            result += chunk
        }
        if isWhole { result += ")" }
    }

    private func literals(of line: String, room: Int, _ allowance: Int) -> [String] {
        var literals: [String] = []
        var current = ""
        let parts = Self.words(of: line)
        for (position, part) in parts.enumerated() {
            let candidate = TemplateValue.string(current + part).represented
            let room = position + 1 == parts.count ? room - allowance : room
            if candidate.codePointCount > room {
                if !current.isEmpty { literals.append(TemplateValue.string(current).represented) }
                current = part
            } else {
                current += part
            }
        }
        if !current.isEmpty { literals.append(TemplateValue.string(current).represented) }
        return literals
    }

    /// The words of a line, each with the white space behind it.
    private static func words(of line: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            if let last = word.last, last.isPythonSpace, !scalar.isPythonSpace {
                words.append(String(word))
                word = String.UnicodeScalarView()
            }
            word.append(scalar)
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }

    private mutating func breakLine(_ end: String, _ indent: Int) {
        result += end + "\n" + String(repeating: " ", count: indent)
    }
}

extension TemplateValue {
    /// The value with the keys of every dictionary in order, where they have one.
    fileprivate var withSortedKeys: TemplateValue {
        switch self {
        case .list(let items): .list(items.values.map(\.withSortedKeys))
        case .tuple(let items): .tuple(items.values.map(\.withSortedKeys))
        case .dictionary(let mapping):
            .dictionary(
                Mapping(sorted: zip(mapping.keys, mapping.values.map(\.withSortedKeys))))
        default: self
        }
    }
}

extension Mapping {
    fileprivate convenience init(
        sorted pairs: some Sequence<(TemplateValue, TemplateValue)>
    ) {
        // Keys without an order stand by the names of their types, as in Python.
        let sorted = pairs.sorted { left, right in
            left.0.isLess(than: right.0) ?? (left.0.typeName < right.0.typeName)
        }
        self.init(distinctKeys: sorted.map(\.0), values: sorted.map(\.1))
    }
}
