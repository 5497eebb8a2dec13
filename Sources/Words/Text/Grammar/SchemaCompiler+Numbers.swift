import Foundation
import JSON

extension SchemaCompiler {
    /// Largest whole part of a number whose schema sets no bounds.
    private static let mostWhole = 999_999_999_999_999
    private static let mostFraction = 6
    /// Larger bounds are not exact in a double.
    private static let largestBound = 1e17

    /// Rule for a number.
    mutating func number(
        _ schema: Keywords, isWhole: Bool
    ) throws(GrammarError) -> Int32 {
        let bounds = try NumberBounds(schema, beyond: Self.mostWhole, Self.largestBound)
        return try rule("number \(bounds) \(isWhole)") { compiler, start throws(GrammarError) in
            let end = compiler.automaton.final()
            compiler.writeWhole(bounds.allowed, from: start, to: end)
            if !isWhole { compiler.writeFractions(bounds, from: start, to: end) }
            if compiler.automaton.states[Int(start)].edges.isEmpty, !isWhole {
                compiler.writeBetween(bounds, from: start, to: end)
            }
            guard !compiler.automaton.states[Int(start)].edges.isEmpty else {
                throw .unsupported(
                    path: schema.path,
                    problem: "has bounds between which no number can be written")
            }
        }
    }

    /// Writes the whole numbers of a range, with sign.
    private mutating func writeWhole(_ range: ClosedRange<Int>?, from start: Int32, to end: Int32) {
        guard let range else { return }
        if range.upperBound >= 0 {
            writeDigits(max(0, range.lowerBound)...range.upperBound, from: start, to: end)
        }
        guard range.lowerBound < 0 else { return }
        let minus = automaton.state()
        automaton.edge(start, "-", minus)
        writeDigits(max(1, -range.upperBound)...(-range.lowerBound), from: minus, to: end)
    }

    /// Numbers with a point, and with an exponent where there are no bounds.
    private mutating func writeFractions(_ bounds: NumberBounds, from start: Int32, to end: Int32) {
        let point = fraction(to: end, exponent: !bounds.isBounded)
        let small = smallFraction(to: end)
        let (low, high) = (bounds.low, bounds.high)
        // A whole number that is itself left out may still have a fraction other than 0.
        func write(
            _ wholes: ClosedRange<Int>?, sign: Int, _ compiler: inout SchemaCompiler, _ from: Int32
        ) {
            guard let wholes else { return }
            for whole in [wholes.lowerBound] where bounds.allowed?.contains(sign * whole) != true {
                compiler.writeDigits(whole...whole, from: from, to: small)
                guard whole < wholes.upperBound else { return }
                return compiler.writeDigits(whole + 1...wholes.upperBound, from: from, to: point)
            }
            compiler.writeDigits(wholes, from: from, to: point)
        }
        write(range(max(0, low), high - 1), sign: 1, &self, start)
        if let negative = range(max(0, -high), -low - 1) {
            let minus = automaton.state()
            automaton.edge(start, "-", minus)
            write(negative, sign: -1, &self, minus)
        }
        if !bounds.isBounded { writeExponents(from: start, to: end) }
    }

    private func range(_ low: Int, _ high: Int) -> ClosedRange<Int>? {
        low <= high ? low...high : nil
    }

    /// A point and digits; perhaps an exponent.
    private mutating func fraction(to end: Int32, exponent: Bool) -> Int32 {
        let point = automaton.state()
        var index = automaton.state()
        automaton.edge(point, ".", index)
        for _ in 0..<Self.mostFraction {
            let next = automaton.state()
            automaton.edge(index, 0x30...0x39, next)
            automaton.jump(next, end)
            if exponent { writeExponent(from: next, to: end) }
            index = next
        }
        return point
    }

    /// A point and digits that are not all 0.
    private mutating func smallFraction(to end: Int32) -> Int32 {
        let point = automaton.state()
        var zeros = automaton.state()
        var others = automaton.state()
        automaton.edge(point, ".", zeros)
        for digit in 0..<Self.mostFraction {
            let (nextZeros, nextOthers) = (automaton.state(), automaton.state())
            automaton.edge(zeros, 0x31...0x39, nextOthers)
            if digit > 0 { automaton.edge(others, 0x30...0x39, nextOthers) }
            if digit < Self.mostFraction - 1 { automaton.edge(zeros, 0x30...0x30, nextZeros) }
            automaton.jump(nextOthers, end)
            (zeros, others) = (nextZeros, nextOthers)
        }
        return point
    }

    /// Digits with an exponent, without a point.
    private mutating func writeExponents(from start: Int32, to end: Int32) {
        let mark = automaton.state()
        writeExponent(from: mark, to: end)
        let minus = automaton.state()
        automaton.edge(start, "-", minus)
        for from in [start, minus] { writeDigits(0...Self.mostWhole, from: from, to: mark) }
    }

    private mutating func writeExponent(from: Int32, to end: Int32) {
        let (mark, signed, digit) = (automaton.state(), automaton.state(), automaton.state())
        automaton.edge(from, "e", mark)
        automaton.edge(from, "E", mark)
        for sign: Unicode.Scalar in ["+", "-"] { automaton.edge(mark, sign, signed) }
        for index in [mark, signed] { automaton.edge(index, 0x30...0x39, digit) }
        automaton.edge(digit, 0x30...0x39, end)
        automaton.jump(digit, end)
    }

    /// Numbers of three decimals between bounds that hold no whole number.
    private mutating func writeBetween(_ bounds: NumberBounds, from start: Int32, to end: Int32) {
        guard let low = bounds.least, bounds.most != nil, low >= 0 else { return }
        let whole = Int(low)
        let fitting = (0...999).filter { thousandths in
            let text = "\(whole)." + String(1_000 + thousandths).dropFirst()
            return Double(text).map(bounds.holds) ?? false
        }
        guard let first = fitting.first, let last = fitting.last else { return }
        let point = automaton.state()
        writeDigits(whole...whole, from: start, to: point)
        let digits = automaton.state()
        automaton.edge(point, ".", digits)
        writeDigits(padded(first, 3), padded(last, 3), from: digits, to: end)
    }

    // MARK: Digits

    /// The numbers of a range, without leading zeros.
    private mutating func writeDigits(_ range: ClosedRange<Int>, from: Int32, to: Int32) {
        var low = range.lowerBound
        while low <= range.upperBound {
            let length = String(low).count
            let most = min(range.upperBound, Int(String(repeating: "9", count: length)) ?? .max)
            writeDigits(padded(low, length), padded(most, length), from: from, to: to)
            guard most < range.upperBound else { return }
            low = most + 1
        }
    }

    private func padded(_ number: Int, _ length: Int) -> ArraySlice<UInt8> {
        let digits = Array(String(number).utf8)
        return (Array(repeating: 0x30, count: max(0, length - digits.count)) + digits)[...]
    }

    /// The numbers between two of equal length.
    private mutating func writeDigits(
        _ low: ArraySlice<UInt8>, _ high: ArraySlice<UInt8>, from: Int32, to: Int32
    ) {
        guard let first = low.first, let last = high.first else { return }
        let (lowRest, highRest) = (low.dropFirst(), high.dropFirst())
        guard !lowRest.isEmpty else { return automaton.edge(from, first...last, to) }
        let zeros = lowRest.map { _ in UInt8(0x30) }[...]
        let nines = lowRest.map { _ in UInt8(0x39) }[...]
        func branch(
            _ digits: ClosedRange<UInt8>, _ low: ArraySlice<UInt8>, _ high: ArraySlice<UInt8>,
            _ compiler: inout SchemaCompiler
        ) {
            let next = compiler.automaton.state()
            compiler.automaton.edge(from, digits, next)
            compiler.writeDigits(low, high, from: next, to: to)
        }
        if first == last { return branch(first...last, lowRest, highRest, &self) }
        var (middleFirst, middleLast) = (first, last)
        if !lowRest.elementsEqual(zeros) {
            branch(first...first, lowRest, nines, &self)
            middleFirst += 1
        }
        if !highRest.elementsEqual(nines) {
            branch(last...last, zeros, highRest, &self)
            middleLast -= 1
        }
        if middleFirst <= middleLast { branch(middleFirst...middleLast, zeros, nines, &self) }
    }
}

/// The bounds of a number.
struct NumberBounds {
    private(set) var least: Double?
    private(set) var most: Double?
    private var excludesLeast = false
    private var excludesMost = false
    /// The whole numbers nearest to the bounds, inside them or on them.
    let low: Int
    let high: Int
    /// Allowed whole numbers; nil if there are none.
    let allowed: ClosedRange<Int>?

    var isBounded: Bool { least != nil || most != nil }

    /// - Parameters:
    ///   - reach: How far numbers go where there is no bound.
    ///   - largest: Bounds beyond this are refused.
    init(
        _ schema: Keywords, beyond reach: Int, _ largest: Double
    ) throws(GrammarError) {
        for (keyword, excludes) in [("minimum", false), ("exclusiveMinimum", true)] {
            guard let value = try Self.bound(schema, keyword, largest) else { continue }
            if let known = least, known > value { continue }
            (least, excludesLeast) = (value, excludes)
        }
        for (keyword, excludes) in [("maximum", false), ("exclusiveMaximum", true)] {
            guard let value = try Self.bound(schema, keyword, largest) else { continue }
            if let known = most, known < value { continue }
            (most, excludesMost) = (value, excludes)
        }
        // A lone bound far out is no end: as many numbers again lie beyond it.
        low = least.map { Int($0.rounded(.up)) } ?? min(-reach, most.map { Int($0) - reach } ?? 0)
        high = most.map { Int($0.rounded(.down)) } ?? max(reach, low + reach)
        let first = low + (excludesLeast && least == Double(low) ? 1 : 0)
        let last = high - (excludesMost && most == Double(high) ? 1 : 0)
        allowed = first <= last ? first...last : nil
    }

    /// Whether `value` is within the bounds.
    func holds(_ value: Double) -> Bool {
        (least.map { excludesLeast ? value > $0 : value >= $0 } ?? true)
            && (most.map { excludesMost ? value < $0 : value <= $0 } ?? true)
    }

    private static func bound(
        _ schema: Keywords, _ keyword: String, _ largest: Double
    ) throws(GrammarError) -> Double? {
        guard let value = schema[keyword] else { return nil }
        guard let number = value.double, abs(number) <= largest else {
            throw schema.bad(keyword, value, "a number of at most 17 digits")
        }
        return number
    }
}
