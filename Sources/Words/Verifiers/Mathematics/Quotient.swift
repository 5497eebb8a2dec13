import BigInt

/// A quotient of two polynomials: the exact form of every expression.
struct Quotient: Hashable, Sendable {
    let numerator: Polynomial
    let denominator: Polynomial

    init(_ numerator: Polynomial, over denominator: Polynomial = .one) throws(AlgebraError) {
        guard !denominator.isZero else { throw .divisionByZero }
        guard let (monomial, coefficient) = denominator.single else {
            self.numerator = numerator
            self.denominator = denominator
            return
        }
        // A one-term denominator becomes negative powers in the numerator, so `number` can rely on
        // a denominator of 1.
        var inverse = Polynomial(try coefficient.inverse())
        for (atom, power) in monomial.powers {
            inverse = try inverse * Polynomial(atom, power: -power)
        }
        self.numerator = try numerator * inverse
        self.denominator = .one
    }

    init(_ number: Rational) {
        numerator = Polynomial(number)
        denominator = .one
    }

    /// The value if the quotient is a number.
    var number: Rational? { denominator == .one ? numerator.number : nil }

    var atoms: Set<Atom> { numerator.atoms.union(denominator.atoms) }

    static func + (left: Quotient, right: Quotient) throws(AlgebraError) -> Quotient {
        if left.denominator == right.denominator {
            return try Quotient(left.numerator + right.numerator, over: left.denominator)
        }
        return try Quotient(
            left.numerator * right.denominator + right.numerator * left.denominator,
            over: left.denominator * right.denominator)
    }

    static func * (left: Quotient, right: Quotient) throws(AlgebraError) -> Quotient {
        try Quotient(
            left.numerator * right.numerator, over: left.denominator * right.denominator)
    }

    static func / (left: Quotient, right: Quotient) throws(AlgebraError) -> Quotient {
        try Quotient(
            left.numerator * right.denominator, over: left.denominator * right.numerator)
    }

    var negated: Quotient { Quotient(unchecked: -numerator, denominator) }

    init(unchecked numerator: Polynomial, _ denominator: Polynomial) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Whether both are equal by exact computation, by cross-multiplying.
    func isExactly(_ other: Quotient) throws(AlgebraError) -> Bool {
        let difference = try numerator * other.denominator + -(other.numerator * denominator)
        return difference.isZero
    }

    // MARK: Powers

    func power(_ exponent: Quotient) throws(AlgebraError) -> Quotient {
        guard let number = exponent.number else {
            if let turned = try rootOfUnity(exponent) { return turned }
            return try .function("power", [self, exponent])
        }
        // `magnitude`, because `abs(Int.min)` would trap.
        if let whole = number.integer, whole.magnitude <= 4096 {
            let count = Int(whole.magnitude)
            let (top, bottom) = (try numerator.power(count), try denominator.power(count))
            return whole < 0 ? try Quotient(bottom, over: top) : try Quotient(top, over: bottom)
        }
        guard number.denominator <= 64 else { return try .function("power", [self, exponent]) }
        return try Quotient(
            Self.root(of: numerator, number), over: Self.root(of: denominator, number))
    }

    /// Returns e to a multiple of iπ, by Euler's formula, where sine and cosine are surds of one
    /// term; nil for other powers.
    private func rootOfUnity(_ exponent: Quotient) throws(AlgebraError) -> Quotient? {
        guard denominator == .one, numerator == (try Polynomial(.symbol("e"))),
            exponent.denominator == .one, let (monomial, factor) = exponent.numerator.single,
            monomial == Monomial([.imaginary: .one, .symbol("\\pi"): .one]),
            factor.numerator.bitWidth < 64, let parts = Int(exactly: factor.denominator)
        else { return nil }
        let half = try Rational(1, over: 2)
        let imaginary = try Polynomial(.imaginary)
        func root(_ number: Rational) throws(AlgebraError) -> Polynomial {
            // √n / 2
            try Quotient(number).power(Quotient(half)).numerator * Polynomial(half)
        }
        let first: Polynomial
        switch parts {
        case 1: first = Polynomial(-Rational.one)
        case 2: first = imaginary
        case 3: first = try Polynomial(half) + root(Rational(3)) * imaginary
        case 4: first = try root(Rational(2)) * (.one + imaginary)
        case 6: first = try root(Rational(3)) + Polynomial(half) * imaginary
        default: return nil
        }
        let whole = factor.numerator % BigInt(2 * parts)
        return Quotient(
            unchecked: try first.power(Int(whole + BigInt(2 * parts)) % (2 * parts)), .one)
    }

    static func function(
        _ name: String, _ arguments: [Quotient]
    ) throws(AlgebraError) -> Quotient {
        try Quotient(Polynomial(.function(name, arguments)))
    }

    /// Returns a sum to a power that is no whole number.
    private static func root(
        of sum: Polynomial, _ power: Rational
    ) throws(AlgebraError) -> Polynomial {
        guard let (monomial, coefficient) = sum.single else {
            return sum.isZero ? .zero : try Polynomial(.root(sum), power: power)
        }
        var result = try root(of: coefficient, power)
        for (atom, exponent) in monomial.powers {
            result = try result * Polynomial(atom, power: exponent * power)
        }
        return result
    }

    private static func root(
        of number: Rational, _ power: Rational
    ) throws(AlgebraError) -> Polynomial {
        var result = Polynomial.one
        if number.isNegative {
            if power.denominator == 2 {
                result = try Polynomial(.imaginary, power: Rational(power.numerator))
            } else if power.denominator.isOdd {
                result = Polynomial(power.numerator.isOdd ? Rational(-1) : .one)
            } else {
                throw .notAnExpression
            }
        }
        for (whole, sign) in [(number.numerator.magnitude, 1), (number.denominator.magnitude, -1)] {
            for (prime, count) in try primeFactors(of: BigInt(whole)) {
                let exponent = try power * Rational(BigInt(count * sign))
                result = try result * Polynomial(.prime(prime), power: exponent)
            }
        }
        return result
    }

    /// Returns the prime factors by trial division up to 20,000.
    ///
    /// The rest of a large number counts as a prime, or as the square of one.
    private static func primeFactors(
        of number: BigInt
    ) throws(AlgebraError) -> [(prime: BigInt, count: Int)] {
        guard number.bitWidth <= 256 else { throw .tooLarge }
        var factors: [(BigInt, Int)] = []
        var rest = number
        var candidate: BigInt = 2
        while candidate * candidate <= rest, candidate < 20_000 {
            var count = 0
            while rest.isMultiple(of: candidate) {
                rest /= candidate
                count += 1
            }
            if count > 0 { factors.append((candidate, count)) }
            candidate += candidate == 2 ? 1 : 2
        }
        guard rest > 1 else { return factors }
        let root = rest.squareRoot()
        return factors + [root * root == rest ? (root, 2) : (rest, 1)]
    }
}

extension BigInt {
    fileprivate var isOdd: Bool { !isMultiple(of: 2) }
}
