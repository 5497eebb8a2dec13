/// A number that neither `Int` nor `Double` holds exactly, kept as it was written.
///
/// Integers beyond 64 bits, decimals with more digits than a double has, and numbers beyond a
/// double's range. They are equal if they are written alike.
public struct WrittenNumber: Equatable, Sendable {
    /// The number by the grammar of JSON.
    public let text: String

    init(text: String) { self.text = text }

    /// Whether the number is written without a fraction and without an exponent.
    public var isInteger: Bool { !text.utf8.contains { ".eE".utf8.contains($0) } }

    /// The nearest double; nil beyond a double's range.
    public var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}

extension JSON {
    /// The number that `text` writes, or nil if `text` is no number of JSON.
    public static func number(parsing text: String) -> JSON? {
        guard let value = try? JSON(parsing: text) else { return nil }
        switch value {
        case .integer, .double, .number: return value
        default: return nil
        }
    }

    /// The number of a text that follows the grammar of JSON: an integer if it fits, a double if
    /// that has the same decimal value, else the text itself.
    static func number(grammatical text: String, isInteger: Bool) -> JSON {
        if isInteger {
            return Int(text).map { .integer($0) } ?? .number(WrittenNumber(text: text))
        }
        guard let value = Double(text), value.isFinite, holds(value, text) else {
            return .number(WrittenNumber(text: text))
        }
        return .double(value)
    }

    /// Whether the shortest text of `value` has the decimal value that `text` has.
    private static func holds(_ value: Double, _ text: String) -> Bool {
        // Every decimal of up to 15 digits survives the way to a double and back, except where
        // doubles have fewer bits.
        if text.utf8.count <= 15, value.magnitude > 1e-290 { return true }
        let shortest = value.description
        return text == shortest || DecimalValue(text) == DecimalValue(shortest)
    }
}

/// The exact value of a decimal number, for comparing numbers of any length.
package struct DecimalValue: Equatable, Sendable {
    private let isNegative: Bool
    /// Digits from the first to the last that is not zero; none for zero.
    private let digits: [UInt8]
    /// The value is `0.digits` times ten to this power.
    private let exponent: Int

    /// Reads a number of JSON, or a finite number that Swift describes.
    package init(_ text: String) {
        let parts = text.split(maxSplits: 1, whereSeparator: { "eE".contains($0) })
        let mantissa = (parts.first ?? "").drop { "+-".contains($0) }
        let whole = mantissa.prefix { $0 != "." }.utf8
        let all = Array(whole) + mantissa.utf8.dropFirst(whole.count + 1)
        let leading = all.prefix { $0 == UInt8(ascii: "0") }.count
        var digits = Array(all.dropFirst(leading))
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        self.digits = digits
        let shift = parts.count > 1 ? Self.power(parts[1]) : 0
        exponent = digits.isEmpty ? 0 : whole.count - leading + shift
        isNegative = text.hasPrefix("-") && !digits.isEmpty
    }

    /// An exponent beyond these is clamped: no number is so long that its digits make up for it.
    private static func power(_ text: Substring) -> Int {
        let limit = Int.max / 4
        if let value = Int(text) { return max(-limit, min(limit, value)) }
        return text.hasPrefix("-") ? -limit : limit
    }

    /// Whether this value is less than `other`.
    package func isLess(than other: DecimalValue) -> Bool {
        guard isNegative == other.isNegative else { return isNegative }
        return isNegative
            ? other.hasSmallerMagnitude(than: self) : hasSmallerMagnitude(than: other)
    }

    private func hasSmallerMagnitude(than other: DecimalValue) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        if exponent != other.exponent { return exponent < other.exponent }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}
