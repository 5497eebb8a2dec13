import Foundation

/// Evaluates expressions at sample points, where exact comparison gives no answer.
struct NumericValue {
    /// The number of the sample point; with a letter's name it determines the letter's value.
    let point: Int

    /// Whether two expressions have the same values at four points, to a relative 1e-10.
    ///
    /// False if a value is undefined at one of the points.
    static func agree(_ one: Quotient, _ other: Quotient) -> Bool {
        (1...4).allSatisfy { point in
            let evaluator = NumericValue(point: point)
            guard let left = evaluator.value(of: one), let right = evaluator.value(of: other) else {
                return false
            }
            return abs(left - right) <= 1e-10 * max(abs(left), abs(right), 1e-3)
        }
    }

    fileprivate func value(of quotient: Quotient) -> Double? {
        guard let top = value(of: quotient.numerator), let bottom = value(of: quotient.denominator),
            bottom != 0
        else { return nil }
        let value = top / bottom
        return value.isFinite ? value : nil
    }

    private func value(of sum: Polynomial) -> Double? {
        var total = 0.0
        for (monomial, coefficient) in sum.terms {
            var product = coefficient.double
            for (atom, power) in monomial.powers {
                guard let base = value(of: atom) else { return nil }
                product *= pow(base, power.double)
            }
            total += product
        }
        return total.isFinite ? total : nil
    }

    private func value(of atom: Atom) -> Double? {
        switch atom {
        case .prime(let prime): Double(prime)
        case .imaginary, .symbol("\\infty"): nil
        case .symbol("\\pi"): .pi
        case .symbol("e"): exp(1)
        case .symbol(let name): letter(name)
        case .root(let sum): value(of: sum)
        case .function(let name, let arguments): call(name, arguments.map(value))
        }
    }

    private func letter(_ name: String) -> Double {
        let digest = name.utf8.reduce(UInt64(point)) { $0 &* 0x100_0000_01B3 ^ UInt64($1) }
        // In Swift `>>` binds tighter than `&*`.
        return 0.3 + Double((digest &* 0x9E37_79B9_7F4A_7C15) >> 40) * 0x1p-24
    }

    private func call(_ name: String, _ arguments: [Double?]) -> Double? {
        guard let first = arguments.first ?? nil else { return nil }
        guard arguments.count == 2, let second = arguments[1] else {
            return arguments.count == 1 ? Self.functions[name]?(first) : nil
        }
        return switch name {
        case "power": pow(first, second)
        case "log": Foundation.log(second) / Foundation.log(first)
        default: nil
        }
    }

    static let functions: [String: @Sendable (Double) -> Double] = [
        "sin": { sin($0) }, "cos": { cos($0) }, "tan": { tan($0) }, "sec": { 1 / cos($0) },
        "csc": { 1 / sin($0) }, "cot": { 1 / tan($0) }, "arcsin": { asin($0) },
        "arccos": { acos($0) }, "arctan": { atan($0) }, "sinh": { sinh($0) }, "cosh": { cosh($0) },
        "tanh": { tanh($0) }, "ln": { log($0) }, "log": { log10($0) }, "exp": { exp($0) },
        "abs": { abs($0) },
    ]
}

extension Quotient {
    /// The value as a floating-point number; nil if it has letters or is not real.
    var constant: Double? {
        isConstant ? NumericValue(point: 1).value(of: self) : nil
    }

    private var isConstant: Bool { atoms.allSatisfy(\.isConstant) }
}

extension Atom {
    /// Whether no letter is in it but π and e.
    fileprivate var isConstant: Bool {
        switch self {
        case .prime, .imaginary, .symbol("\\pi"), .symbol("e"): true
        case .symbol: false
        case .root(let sum): sum.atoms.allSatisfy(\.isConstant)
        case .function(_, let arguments): arguments.allSatisfy { $0.constant != nil }
        }
    }
}
