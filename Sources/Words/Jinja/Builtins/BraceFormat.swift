import PythonStrings

extension Interpreter {
    /// Formats as Python's `str.format` does: `'{} of {total:>4}'.format(n, total=9)`.
    func formatBraces(
        _ format: String,
        _ arguments: CallArguments
    ) throws(TemplateError) -> String {
        var numbering = Numbering()
        return try formatBraces(format, arguments, &numbering, isNested: false)
    }

    /// How the fields of a format name the values by position: in turn or by number, not both.
    private struct Numbering {
        var next = 0
        var isByNumber: Bool?
    }

    private func formatBraces(
        _ format: String,
        _ arguments: CallArguments,
        _ numbering: inout Numbering,
        isNested: Bool
    ) throws(TemplateError) -> String {
        var rest = Array(format.unicodeScalars)[...]
        var result = ""
        while let scalar = rest.popFirst() {
            if scalar == "{" || scalar == "}", rest.first == scalar, !isNested {
                rest.removeFirst()
                result.unicodeScalars.append(scalar)
            } else if scalar == "{" {
                let field = try takeField(&rest)
                guard !isNested || !field.contains("{") else {
                    throw fault("fields in a format nest once at most")
                }
                result += try formatField(field, arguments, &numbering)
                try checkSize(result.utf8.count)
            } else if scalar == "}" {
                throw fault("the format has a '}' without '{'")
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Takes what stands up to the brace that closes a field, with the fields inside of it.
    private func takeField(
        _ rest: inout ArraySlice<Unicode.Scalar>
    ) throws(TemplateError) -> [Unicode.Scalar] {
        var depth = 1
        let start = rest.startIndex
        for index in rest.indices {
            if rest[index] == "{" { depth += 1 }
            if rest[index] == "}" { depth -= 1 }
            guard depth == 0 else { continue }
            defer { rest = rest[(index + 1)...] }
            return Array(rest[start..<index])
        }
        throw fault("the format has a '{' without '}'")
    }

    private func formatField(
        _ field: [Unicode.Scalar],
        _ arguments: CallArguments,
        _ numbering: inout Numbering
    ) throws(TemplateError) -> String {
        var isInBrackets = false
        let end =
            field.firstIndex { scalar in
                if scalar == "[" { isInBrackets = true }
                if scalar == "]" { isInBrackets = false }
                return !isInBrackets && (scalar == ":" || scalar == "!")
            } ?? field.count
        var value = try fieldValue(field[..<end], arguments, &numbering)
        var rest = field[end...]
        if rest.first == "!" {
            guard rest.count > 1, rest.count == 2 || rest[end + 2] == ":" else {
                throw fault("the format has a conversion that is not understood")
            }
            switch rest[end + 1] {
            case "r", "a":
                try spend(bytes: value.weight)
                value = .string(value.represented)
            case "s": value = .string(try text(of: value))
            default: throw fault("a format has no conversion '!\(rest[end + 1])'")
            }
            rest = rest.dropFirst(2)
        }
        let specification = try formatBraces(
            String(rest.dropFirst()),
            arguments,
            &numbering,
            isNested: true
        )
        return try format(value, specification: specification)
    }

    /// Returns the value that `name`, `name.attribute` or `name[item]` stands for.
    private func fieldValue(
        _ field: ArraySlice<Unicode.Scalar>,
        _ arguments: CallArguments,
        _ numbering: inout Numbering
    ) throws(TemplateError) -> TemplateValue {
        let end = field.firstIndex { $0 == "." || $0 == "[" } ?? field.endIndex
        var value = try argument(String(field[..<end]), arguments, &numbering)
        var rest = field[end...]
        while let mark = rest.popFirst() {
            if mark == "." {
                let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
                value = try attribute(String(rest[..<end]), of: value)
                rest = rest[end...]
            } else {
                guard mark == "[", let end = rest.firstIndex(of: "]") else {
                    throw fault("the format has a field that is not understood")
                }
                let key = String(rest[..<end])
                value = try item(
                    Int128(key).map { .integer($0) } ?? .string(key),
                    of: value
                )
                rest = rest[(end + 1)...]
            }
        }
        return value
    }

    private func argument(
        _ name: String,
        _ arguments: CallArguments,
        _ numbering: inout Numbering
    ) throws(TemplateError) -> TemplateValue {
        var value: TemplateValue?
        if name.isEmpty || Int(name) != nil {
            guard numbering.isByNumber ?? !name.isEmpty == !name.isEmpty else {
                throw fault("a format names its values in turn or by number, not both")
            }
            numbering.isByNumber = !name.isEmpty
            let position = Int(name) ?? numbering.next
            numbering.next += name.isEmpty ? 1 : 0
            if arguments.positional.indices.contains(position) {
                value = arguments.positional[position]
            }
        } else {
            try spend(elements: arguments.named.count)
            value = arguments.named.first { $0.name == name }?.value
        }
        guard let value else { throw fault("the format has no value for '{\(name)}'") }
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
        if let number = value.float {
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
