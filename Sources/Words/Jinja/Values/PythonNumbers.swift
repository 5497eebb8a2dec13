import PythonStrings

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Double {
    /// The number as Python's `repr` prints it: the shortest digits that read back exactly.
    var pythonText: String {
        if isNaN { return "nan" }
        if isInfinite { return self < 0 ? "-inf" : "inf" }
        let (digits, point) = shortestDigits
        let sign = self.sign == .minus ? "-" : ""
        if point > -4, point <= 16 { return sign + Self.fixed(digits, point: point) }
        let exponent = point - 1
        let magnitude = String(abs(exponent))
        let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
        return sign + digits.prefix(1) + fraction + (exponent < 0 ? "e-" : "e+")
            + (magnitude.count < 2 ? "0" : "") + magnitude
    }

    /// The significant digits and the position of the point: 0.0125 is ("125", -1).
    private var shortestDigits: (digits: String, point: Int) {
        let text = magnitude.description
        let parts = text.split(separator: "e", maxSplits: 1)
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = mantissa[0]
        let all = whole + (mantissa.count > 1 ? mantissa[1] : "")
        let leading = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leading)
        while digits.last == "0" { digits.removeLast() }
        if digits.isEmpty { return ("0", 1) }
        return (String(digits), whole.count - leading + exponent)
    }

    private static func fixed(_ digits: String, point: Int) -> String {
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        if digits.count <= point {
            return digits + String(repeating: "0", count: point - digits.count) + ".0"
        }
        return digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// Formats the number by C's `conversion` (`f`, `e`, `g` or upper case).
    func formatted(_ conversion: Character, precision: Int, alternate: Bool = false) -> String {
        if !isFinite {
            let text = pythonText
            return conversion.isUppercase ? text.uppercased() : text
        }
        let format = "%\(alternate ? "#" : "").*\(conversion)"
        // A finite double has at most 309 digits before the point.
        var buffer = [CChar](repeating: 0, count: 400 + precision)
        let length = withVaList([Int32(precision), self]) {
            vsnprintf(&buffer, buffer.count, format, $0)
        }
        let bytes = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
        return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Rounds to `places` digits after the point by the exact binary value, halves to even.
    func rounded(places: Int) -> Double {
        guard isFinite, places < 324 else { return self }
        if places >= 0 { return Double(formatted("f", precision: places)) ?? self }
        guard places > -309 else { return self.sign == .minus ? -0.0 : 0 }
        let scale = power(10, Double(-places))
        return (self / scale).rounded(.toNearestOrEven) * scale
    }

    /// Returns the number raised to `exponent`.
    func raised(to exponent: Double) -> Double { power(self, exponent) }

    /// Returns the remainder with the divisor's sign.
    func pythonRemainder(_ divisor: Double) -> Double {
        let remainder = truncatingRemainder(dividingBy: divisor)
        if remainder == 0 { return Double(signOf: divisor, magnitudeOf: 0) }
        return (remainder < 0) == (divisor < 0) ? remainder : remainder + divisor
    }
}

private func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

extension Int128 {
    /// Returns the quotient rounded down, or `nil` on overflow; the divisor must not be zero.
    func pythonQuotient(_ divisor: Int128) -> Int128? {
        let (quotient, overflows) = dividedReportingOverflow(by: divisor)
        if overflows { return nil }
        let isExact = quotient * divisor == self
        return isExact || (self < 0) == (divisor < 0) ? quotient : quotient - 1
    }

    /// Returns the remainder with the divisor's sign; the divisor must not be zero.
    func pythonRemainder(_ divisor: Int128) -> Int128 {
        let (remainder, overflows) = remainderReportingOverflow(dividingBy: divisor)
        // Only `min % -1` overflows; its remainder is 0.
        if overflows { return 0 }
        return remainder == 0 || (remainder < 0) == (divisor < 0) ? remainder : remainder + divisor
    }

    /// Returns the number raised to `exponent`, which must not be negative, or `nil` on overflow.
    ///
    /// By repeated squaring: O(log exponent) multiplications.
    func raised(to exponent: Int128) -> Int128? {
        var result: Int128 = 1
        var base = self
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 {
                let (product, overflows) = result.multipliedReportingOverflow(by: base)
                if overflows { return nil }
                result = product
            }
            rest >>= 1
            // The last square is not needed and must not count as an overflow.
            guard rest > 0 else { break }
            let (square, overflows) = base.multipliedReportingOverflow(by: base)
            if overflows { return nil }
            base = square
        }
        return result
    }

    /// Parses an integer as Python's `int(text, base)` does; base 0 reads the prefix.
    static func parsing(_ text: String, base: Int = 10) -> Int128? {
        guard (2...36).contains(base) || base == 0 else { return nil }
        var digits = text.trimmingPythonSpace()
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        var radix = base
        for (prefix, value) in [("0x", 16), ("0o", 8), ("0b", 2)]
        where (base == value || base == 0) && digits.lowercased().hasPrefix(prefix) {
            digits = String(digits.dropFirst(2))
            radix = value
        }
        if radix == 0 { radix = 10 }
        guard digits.first != "_", digits.last != "_", !digits.contains("__"),
            digits.first != "-", digits.first != "+"
        else { return nil }
        let magnitude = Int128(digits.filter { $0 != "_" }, radix: radix)
        return isNegative ? magnitude.map { -$0 } : magnitude
    }
}

extension Double {
    /// Parses a number as Python's `float(text)` does.
    static func parsingPython(_ text: String) -> Double? {
        let trimmed = text.trimmingPythonSpace().lowercased()
        switch trimmed.hasPrefix("-") || trimmed.hasPrefix("+")
            ? String(trimmed.dropFirst()) : trimmed
        {
        case "inf", "infinity": return trimmed.hasPrefix("-") ? -.infinity : .infinity
        case "nan": return .nan
        default: break
        }
        let allowed = trimmed.utf8.allSatisfy {
            $0 &- UInt8(ascii: "0") < 10 || "+-._e".utf8.contains($0)
        }
        guard allowed, trimmed.first != "_", trimmed.last != "_" else { return nil }
        var digits = trimmed.filter { $0 != "_" }
        if digits.hasPrefix(".") || digits.hasPrefix("-.") || digits.hasPrefix("+.") {
            digits.insert("0", at: digits.firstIndex(of: ".") ?? digits.startIndex)
        }
        if digits.hasSuffix(".") { digits += "0" }
        return Double(digits.split(separator: ".e").joined(separator: ".0e"))
    }
}
