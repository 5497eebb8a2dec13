extension Interpreter {
    /// Formats as Python's `format % values` does: `'%s has %d' | format(name, count)`.
    func formatPercent(
        _ format: String,
        _ values: TemplateValue
    ) throws(TemplateError) -> TemplateValue {
        var formatter = PercentFormatter(format, values, self)
        return .string(try formatter.run())
    }
}

/// One pass over a format with `%` directives.
private struct PercentFormatter {
    private var rest: ArraySlice<Unicode.Scalar>
    private var values: ArraySlice<TemplateValue>
    private let mapping: TemplateValue?
    private let interpreter: Interpreter
    private var result = ""

    init(_ format: String, _ values: TemplateValue, _ interpreter: Interpreter) {
        rest = Array(format.unicodeScalars)[...]
        self.interpreter = interpreter
        switch values {
        case .tuple(let items): (self.values, mapping) = (items.values[...], nil)
        case .dictionary: (self.values, mapping) = ([values], values)
        default: (self.values, mapping) = ([values], nil)
        }
    }

    mutating func run() throws(TemplateError) -> String {
        while let scalar = rest.popFirst() {
            if scalar == "%" {
                result += try directive()
                try interpreter.checkSize(result.utf8.count)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        guard values.isEmpty || mapping != nil else {
            throw interpreter.fault("the format has fewer fields than there are values")
        }
        return result
    }

    private mutating func directive() throws(TemplateError) -> String {
        var named: TemplateValue?
        if rest.first == "(" { named = try namedValue() }
        var spec = NumberFormat()
        while let flag = rest.first, "-+ #0".unicodeScalars.contains(flag) {
            spec.add(flag: flag)
            rest.removeFirst()
        }
        spec.width = try number() ?? 0
        if rest.first == "." {
            rest.removeFirst()
            spec.precision = try number() ?? 0
        }
        guard let conversion = rest.popFirst() else {
            throw interpreter.fault("the format ends inside a '%' directive")
        }
        if conversion == "%" { return "%" }
        let value: TemplateValue
        if let named { value = named } else { value = try nextValue() }
        return try interpreter.format(value, conversion, spec)
    }

    private mutating func namedValue() throws(TemplateError) -> TemplateValue {
        guard let end = rest.firstIndex(of: ")"), let mapping else {
            throw interpreter.fault("'%(name)' in a format needs values by name")
        }
        let name = String(rest[(rest.startIndex + 1)..<end])
        rest = rest[(end + 1)...]
        return try interpreter.item(.string(name), of: mapping)
    }

    private mutating func nextValue() throws(TemplateError) -> TemplateValue {
        guard let value = values.popFirst() else {
            throw interpreter.fault("the format has more fields than there are values")
        }
        return value
    }

    private mutating func number() throws(TemplateError) -> Int? {
        if rest.first == "*" {
            rest.removeFirst()
            guard let number = try nextValue().wholeNumber else {
                throw interpreter.fault("'*' in a format needs a whole number")
            }
            return try checked(Int(clamping: number))
        }
        var digits = ""
        while let digit = rest.first, ("0"..."9").contains(digit) {
            digits.unicodeScalars.append(digit)
            rest.removeFirst()
        }
        return digits.isEmpty ? nil : try checked(Int(digits) ?? .max)
    }

    private func checked(_ number: Int) throws(TemplateError) -> Int {
        guard (0...100_000).contains(number) else {
            throw interpreter.fault("a format is at most 100000 wide")
        }
        return number
    }
}

/// Width, precision and flags of one field in a format.
struct NumberFormat {
    var width = 0
    var precision: Int?
    var isLeftAligned = false
    var showsPlus = false
    var showsSpace = false
    var isAlternate = false
    var fillsWithZeros = false
    var groupsThousands: Character?

    mutating func add(flag: Unicode.Scalar) {
        switch flag {
        case "-": isLeftAligned = true
        case "+": showsPlus = true
        case " ": showsSpace = true
        case "#": isAlternate = true
        default: fillsWithZeros = true
        }
    }

    /// Returns `digits` with sign and prefix, padded to the width.
    func layOut(isNegative: Bool, prefix: String = "", _ digits: String) -> String {
        var digits = digits
        if let groupsThousands { digits = Self.grouped(digits, by: groupsThousands) }
        let sign = isNegative ? "-" : showsPlus ? "+" : showsSpace ? " " : ""
        let missing = max(0, width - sign.count - prefix.count - digits.count)
        if isLeftAligned {
            return sign + prefix + digits + String(repeating: " ", count: missing)
        }
        if fillsWithZeros {
            return sign + prefix + String(repeating: "0", count: missing) + digits
        }
        return String(repeating: " ", count: missing) + sign + prefix + digits
    }

    private static func grouped(_ digits: String, by separator: Character) -> String {
        let whole = digits.prefix { $0.isNumber }
        let count = whole.count
        var result = ""
        for (position, digit) in whole.enumerated() {
            if position > 0, (count - position) % 3 == 0 { result.append(separator) }
            result.append(digit)
        }
        return result + digits.dropFirst(count)
    }
}

extension Interpreter {
    /// Formats `value` by the printf conversion `conversion`.
    func format(
        _ value: TemplateValue,
        _ conversion: Unicode.Scalar,
        _ spec: NumberFormat
    ) throws(TemplateError) -> String {
        switch conversion {
        case "s", "r", "a":
            if conversion != "s" { try spend(bytes: value.weight) }
            var text = conversion == "s" ? try self.text(of: value) : value.represented
            if let precision = spec.precision {
                text = String(text.unicodeScalars.prefix(precision))
            }
            return try padded(text, to: spec.width, spec.isLeftAligned ? .left : .right)
        case "c":
            if let code = value.wholeNumber {
                guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else {
                    throw fault("the number \(code) is no character")
                }
                return try padded(
                    String(scalar),
                    to: spec.width,
                    spec.isLeftAligned ? .left : .right
                )
            }
            return try padded(
                try text(of: value),
                to: spec.width,
                spec.isLeftAligned ? .left : .right
            )
        case "d", "i", "u", "x", "X", "o", "b":
            return try formatInteger(value, conversion, spec)
        case "f", "F", "e", "E", "g", "G":
            guard let number = value.number else {
                throw fault("'\(conversion)' in a format needs a number, not '\(value.typeName)'")
            }
            let digits = number.magnitude.formatted(
                Character(conversion),
                precision: min(spec.precision ?? 6, 1000),
                alternate: spec.isAlternate
            )
            return spec.layOut(isNegative: number.sign == .minus && !number.isNaN, digits)
        default: throw fault("a format has no '\(conversion)'")
        }
    }

    private func formatInteger(
        _ value: TemplateValue,
        _ conversion: Unicode.Scalar,
        _ spec: NumberFormat
    ) throws(TemplateError) -> String {
        var whole = value.wholeNumber
        if let number = value.float, "diu".unicodeScalars.contains(conversion) {
            whole = Int128(exactly: number.rounded(.towardZero))
        }
        guard let whole else {
            throw fault("'\(conversion)' in a format needs a whole number, not '\(value.typeName)'")
        }
        let (radix, prefix): (Int, String)
        switch conversion {
        case "x": (radix, prefix) = (16, "0x")
        case "X": (radix, prefix) = (16, "0X")
        case "o": (radix, prefix) = (8, "0o")
        case "b": (radix, prefix) = (2, "0b")
        default: (radix, prefix) = (10, "")
        }
        var digits = String(whole.magnitude, radix: radix, uppercase: conversion == "X")
        if let precision = spec.precision, digits.count < precision {
            digits = String(repeating: "0", count: precision - digits.count) + digits
        }
        return spec.layOut(isNegative: whole < 0, prefix: spec.isAlternate ? prefix : "", digits)
    }
}
