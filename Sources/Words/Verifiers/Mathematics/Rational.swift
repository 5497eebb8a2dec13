import BigInt

/// An exact fraction in lowest terms, with a positive denominator.
struct Rational: Hashable, Sendable {
    let numerator: BigInt
    let denominator: BigInt

    /// The size limit of numerator and denominator, in bits, which bounds the computation.
    private static let mostBits = 4096

    init(_ whole: BigInt) {
        numerator = whole
        denominator = 1
    }

    init(_ numerator: BigInt, over denominator: BigInt) throws(AlgebraError) {
        guard !denominator.isZero else { throw .divisionByZero }
        guard numerator.bitWidth < Self.mostBits, denominator.bitWidth < Self.mostBits else {
            throw .tooLarge
        }
        let divisor = numerator.greatestCommonDivisor(with: denominator)
        let sign: BigInt = denominator.sign == .minus ? -1 : 1
        self.numerator = numerator / divisor * sign
        self.denominator = denominator / divisor * sign
    }

    /// Parses digits with at most one decimal point: "3", ".5", "9.".
    init(decimal text: String) throws(AlgebraError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let digits = parts.joined()
        guard parts.count <= 2, digits.utf8.count <= 1000, let number = BigInt(digits) else {
            throw digits.utf8.count > 1000 ? .tooLarge : .notAnExpression
        }
        let decimals = parts.count == 2 ? parts[1].utf8.count : 0
        try self.init(number, over: BigInt(10).power(decimals))
    }

    static let zero = Rational(0)
    static let one = Rational(1)

    var isZero: Bool { numerator.isZero }
    var isNegative: Bool { numerator.sign == .minus && !isZero }

    /// The value if this is a whole number that fits an `Int`.
    var integer: Int? { denominator == 1 ? Int(exactly: numerator) : nil }

    /// The largest whole number that is not greater than this.
    var floor: BigInt {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return remainder.sign == .minus && !remainder.isZero ? quotient - 1 : quotient
    }

    var double: Double { Double(numerator) / Double(denominator) }

    static func + (left: Rational, right: Rational) throws(AlgebraError) -> Rational {
        try Rational(
            left.numerator * right.denominator + right.numerator * left.denominator,
            over: left.denominator * right.denominator)
    }

    static func * (left: Rational, right: Rational) throws(AlgebraError) -> Rational {
        try Rational(
            left.numerator * right.numerator, over: left.denominator * right.denominator)
    }

    static prefix func - (value: Rational) -> Rational {
        Rational(unreduced: -value.numerator, value.denominator)
    }

    /// Returns the reciprocal.
    func inverse() throws(AlgebraError) -> Rational {
        try Rational(denominator, over: numerator)
    }

    /// Returns this number to a whole power, which may be negative.
    func power(_ exponent: Int) throws(AlgebraError) -> Rational {
        let bits = max(numerator.bitWidth, denominator.bitWidth)
        // `magnitude`, because `abs(Int.min)` would trap.
        guard exponent.magnitude <= Self.mostBits,
            bits * Int(exponent.magnitude) < 2 * Self.mostBits
        else {
            // Powers of 1 and -1 never grow.
            if numerator.magnitude <= 1, denominator == 1, !isZero {
                return exponent.isMultiple(of: 2) ? .one : self
            }
            throw .tooLarge
        }
        let base = exponent < 0 ? try inverse() : self
        let count = Int(exponent.magnitude)
        return try Rational(
            base.numerator.power(count), over: base.denominator.power(count))
    }

    private init(unreduced numerator: BigInt, _ denominator: BigInt) {
        self.numerator = numerator
        self.denominator = denominator
    }
}
