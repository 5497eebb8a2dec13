import PythonStrings

extension Interpreter {
    /// Formats as Python's `str.format` does: `'{} of {total:>4}'.format(n, total=9)`.
    func formatBraces(
        _ format: String,
        _ arguments: CallArguments
    ) throws(TemplateError) -> String {
        var rest = Array(format.unicodeScalars)[...]
        var result = ""
        var automatic = 0
        while let scalar = rest.popFirst() {
            if scalar == "{" || scalar == "}", rest.first == scalar {
                rest.removeFirst()
                result.unicodeScalars.append(scalar)
            } else if scalar == "{" {
                guard let end = rest.firstIndex(of: "}") else {
                    throw fault("the format has a '{' without '}'")
                }
                let field = String(rest[..<end])
                rest = rest[(end + 1)...]
                result += try formatField(field, arguments, &automatic)
                try checkSize(result.utf8.count)
            } else if scalar == "}" {
                throw fault("the format has a '}' without '{'")
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private func formatField(
        _ field: String,
        _ arguments: CallArguments,
        _ automatic: inout Int
    ) throws(TemplateError) -> String {
        let parts = field.pythonSplit(":", atMost: 1)
        let name = parts[0].pythonSplit("!", atMost: 1)
        var value = try fieldValue(name[0], arguments, &automatic)
        if name.count > 1, name[1] == "r" { value = .string(value.represented) }
        if name.count > 1, name[1] == "s" { value = .string(try text(of: value)) }
        return try format(value, specification: parts.count > 1 ? parts[1] : "")
    }

    private func fieldValue(
        _ name: String,
        _ arguments: CallArguments,
        _ automatic: inout Int
    ) throws(TemplateError) -> TemplateValue {
        var path = name.pythonSplit(".", atMost: .max)
        let first = path.removeFirst()
        var value: TemplateValue?
        if first.isEmpty || Int(first) != nil {
            let position = Int(first) ?? automatic
            automatic += first.isEmpty ? 1 : 0
            if arguments.positional.indices.contains(position) {
                value = arguments.positional[position]
            }
        } else {
            value = arguments.named.first { $0.name == first }?.value
        }
        guard var value else { throw fault("the format has no value for '{\(first)}'") }
        for part in path { value = try attribute(part, of: value) }
        return value
    }

    /// Formats a value by `[[fill]align][sign][#][0][width][,][.precision][type]`.
    private func format(
        _ value: TemplateValue,
        specification: String
    ) throws(TemplateError) -> String {
        var rest = Array(specification.unicodeScalars)[...]
        var fill: Unicode.Scalar = " "
        var alignment: Unicode.Scalar?
        // The second character decides: `<` in `<<5` is the fill, in `<5` the alignment.
        if rest.count > 1, "<>^".unicodeScalars.contains(rest[rest.startIndex + 1]) {
            fill = rest.removeFirst()
            alignment = rest.removeFirst()
        } else if let first = rest.first, "<>^".unicodeScalars.contains(first) {
            alignment = rest.removeFirst()
        }
        var spec = NumberFormat()
        while let flag = rest.first, "+- #0".unicodeScalars.contains(flag) {
            if flag != "-" { spec.add(flag: flag) }
            rest.removeFirst()
        }
        let width = try digits(&rest) ?? 0
        if let separator = rest.first, separator == "," || separator == "_" {
            spec.groupsThousands = Character(separator)
            rest.removeFirst()
        }
        if rest.first == "." {
            rest.removeFirst()
            spec.precision = try digits(&rest)
        }
        let type = rest.popFirst()
        guard rest.isEmpty else {
            throw fault("the format '{:\(specification)}' is not understood")
        }
        if spec.fillsWithZeros, alignment == nil { spec.width = width }
        let text = try formatted(value, type, spec)
        switch alignment ?? (value.number == nil ? "<" : ">") {
        case "<": return try padded(text, to: width, .left, with: fill)
        case "^":
            let missing = max(0, width - text.codePointCount)
            let left = try padded(
                text,
                to: text.codePointCount + missing / 2,
                .right,
                with: fill
            )
            return try padded(left, to: width, .left, with: fill)
        default: return try padded(text, to: width, .right, with: fill)
        }
    }

    private func formatted(
        _ value: TemplateValue,
        _ type: Unicode.Scalar?,
        _ spec: NumberFormat
    ) throws(TemplateError) -> String {
        if type == "%", let number = value.number {
            let digits = (number.magnitude * 100).formatted(
                "f",
                precision: min(spec.precision ?? 6, 1000)
            )
            return spec.layOut(isNegative: number < 0, digits) + "%"
        }
        if let type { return try format(value, type, spec) }
        if case .float(let number) = value {
            guard let precision = spec.precision else {
                return spec.layOut(
                    isNegative: number.sign == .minus && !number.isNaN,
                    number.magnitude.pythonText
                )
            }
            return spec.layOut(
                isNegative: number < 0,
                number.magnitude.formatted("g", precision: min(max(1, precision), 1000))
            )
        }
        if case .integer = value { return try format(value, "d", spec) }
        var text = try text(of: value)
        if let precision = spec.precision { text = String(text.unicodeScalars.prefix(precision)) }
        return text
    }

    private func digits(_ rest: inout ArraySlice<Unicode.Scalar>) throws(TemplateError) -> Int? {
        var digits = ""
        while let digit = rest.first, ("0"..."9").contains(digit) {
            digits.unicodeScalars.append(digit)
            rest.removeFirst()
        }
        guard !digits.isEmpty else { return nil }
        guard let number = Int(digits), number <= 100_000 else {
            throw fault("a format is at most 100000 wide")
        }
        return number
    }
}
