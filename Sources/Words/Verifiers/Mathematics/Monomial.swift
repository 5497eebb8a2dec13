import BigInt

/// An indivisible factor of a monomial.
indirect enum Atom: Hashable, Sendable {
    /// A prime, with an exponent between 0 and 1: the rest of a root.
    case prime(BigInt)
    /// The square root of -1.
    case imaginary
    /// A variable, or a constant such as pi.
    case symbol(String)
    /// A sum of several terms under a root, with a fractional exponent.
    case root(Polynomial)
    /// A function that is not simplified, with its arguments.
    case function(String, [Quotient])

    /// Whether equal values may have different forms, so that exact comparison can miss them.
    var isOpaque: Bool {
        switch self {
        case .root, .function: true
        default: false
        }
    }
}

/// A product of powers of atoms.
struct Monomial: Hashable, Sendable {
    private(set) var powers: [Atom: Rational] = [:]

    static let one = Monomial()

    init(_ powers: [Atom: Rational] = [:]) {
        self.powers = powers.filter { !$0.value.isZero }
    }
}

/// A sum of monomials with exact coefficients, in canonical form: equal sums have equal terms.
///
/// Roots of whole numbers are factored into roots of primes, whose products are linearly
/// independent over the rationals (Besicovitch 1940), so equal sums of surds have equal terms.
/// Opaque atoms (``Atom/isOpaque``) are the exception.
struct Polynomial: Hashable, Sendable {
    private(set) var terms: [Monomial: Rational] = [:]

    private static let mostTerms = 200
    private static let mostProducts = 2000

    static let zero = Polynomial()
    static let one = Polynomial(Rational.one)

    init() {}

    /// Creates a sum of terms in canonical form.
    init(_ terms: [Monomial: Rational]) { self.terms = terms.filter { !$0.value.isZero } }

    init(_ number: Rational) {
        if !number.isZero { terms[.one] = number }
    }

    /// Creates a power of an atom; the whole part of the exponent is multiplied out.
    init(_ atom: Atom, power: Rational = .one) throws(AlgebraError) {
        self = try Self.product(of: [atom: power], coefficient: .one)
    }

    var isZero: Bool { terms.isEmpty }

    /// The value if the sum is a number.
    var number: Rational? {
        if terms.isEmpty { return .zero }
        return terms.count == 1 ? terms[.one] : nil
    }

    /// The term, if there is exactly one.
    var single: (monomial: Monomial, coefficient: Rational)? {
        terms.count == 1 ? terms.first.map { ($0.key, $0.value) } : nil
    }

    var atoms: Set<Atom> { Set(terms.keys.flatMap(\.powers.keys)) }

    static func + (left: Polynomial, right: Polynomial) throws(AlgebraError) -> Polynomial {
        var sum = left
        for (monomial, coefficient) in right.terms { try sum.add(coefficient, monomial) }
        guard sum.terms.count <= mostTerms else { throw .tooLarge }
        return sum
    }

    static func * (left: Polynomial, right: Polynomial) throws(AlgebraError) -> Polynomial {
        guard left.terms.count * right.terms.count <= mostProducts else { throw .tooLarge }
        var result = Polynomial()
        for (one, factor) in left.terms {
            for (other, second) in right.terms {
                var powers = one.powers
                for (atom, power) in other.powers {
                    powers[atom] = try (powers[atom] ?? .zero) + power
                }
                let product = try Self.product(of: powers, coefficient: factor * second)
                result = try result + product
            }
        }
        return result
    }

    static prefix func - (value: Polynomial) -> Polynomial {
        var result = value
        result.terms = value.terms.mapValues { -$0 }
        return result
    }

    func power(_ exponent: Int) throws(AlgebraError) -> Polynomial {
        guard exponent <= 64 || terms.count <= 1 else { throw .tooLarge }
        var (result, square, rest) = (Polynomial.one, self, exponent)
        while rest > 0 {
            if !rest.isMultiple(of: 2) { result = try result * square }
            rest /= 2
            if rest > 0 { square = try square * square }
        }
        return result
    }

    private mutating func add(
        _ coefficient: Rational, _ monomial: Monomial
    ) throws(AlgebraError) {
        let sum = try (terms[monomial] ?? .zero) + coefficient
        terms[monomial] = sum.isZero ? nil : sum
    }

    /// Returns a coefficient times powers of atoms in canonical form.
    private static func product(
        of powers: [Atom: Rational], coefficient: Rational
    ) throws(AlgebraError) -> Polynomial {
        var coefficient = coefficient
        var kept: [Atom: Rational] = [:]
        var factors: [Polynomial] = []
        for (atom, power) in powers {
            let whole = power.floor
            let rest = try power + Rational(-whole)
            switch atom {
            case .prime(let prime):
                guard let exponent = Int(exactly: whole) else { throw .tooLarge }
                coefficient = try coefficient * Rational(prime).power(exponent)
                kept[atom] = rest
            case .imaginary:
                guard let exponent = power.integer else { throw .notAnExpression }
                // i^4 = 1, so the exponent counts modulo 4.
                let turns = ((exponent % 4) + 4) % 4
                if turns >= 2 { coefficient = -coefficient }
                kept[atom] = turns.isMultiple(of: 2) ? .zero : .one
            case .root(let sum) where whole > 0:
                guard let exponent = Int(exactly: whole) else { throw .tooLarge }
                factors.append(try sum.power(exponent))
                kept[atom] = rest
            default: kept[atom] = power
            }
        }
        var result = Polynomial()
        try result.add(coefficient, Monomial(kept))
        for factor in factors { result = try result * factor }
        return result
    }
}
