import BigInt

extension Quotient {
    static let infinity = Quotient(
        unchecked: (try? Polynomial(.symbol("\\infty"))) ?? .zero, .one)

    /// Whether "this `sign` 0" and "other `sign2` 0" are the same equation or inequality: the
    /// differences of their sides are multiples of each other.
    ///
    /// A negative factor mirrors an inequality. An equation may also be multiplied by a variable by
    /// which either side of it divides, which therefore is not zero.
    func isSameRelation(_ sign: Character, as other: Quotient, _ sign2: Character) -> Bool {
        if sign == sign2, equals(other) { return true }
        // "1 = 2" is no form of "3 = 4".
        guard number == nil, other.number == nil else { return false }
        let mirrored: [Character: Character] = ["<": ">", ">": "<", "≤": "≥", "≥": "≤"]
        if sign2 == mirrored[sign] ?? sign, equals(other.negated) { return true }
        let isEquation = sign == "=" || sign == "≠"
        // A denominator is not zero, so that an equation is one of numerators; its sign is not known.
        guard isEquation || denominator == .one && other.denominator == .one else { return false }
        let (one, two) = (numerator, other.numerator)
        guard one.terms.count == two.terms.count else { return false }
        let divisors = divisors.union(other.divisors)
        guard let (monomial, coefficient) = one.terms.first else { return false }
        return two.terms.contains { candidate, second in
            guard let factor = monomial.quotient(by: candidate),
                let ratio = try? coefficient * second.inverse()
            else { return false }
            let isConstant = factor.powers.isEmpty
            guard isConstant || isEquation && factor.powers.keys.allSatisfy(divisors.contains)
            else { return false }
            guard sign2 == (ratio.isNegative ? mirrored[sign] ?? sign : sign) else { return false }
            guard let scaled = try? two.scaled(by: ratio, factor) else { return false }
            return scaled == one
        }
    }

    /// Letters by which this divides.
    private var divisors: Set<Atom> {
        Set(
            numerator.terms.keys.flatMap { monomial in
                monomial.powers.filter { $0.value.isNegative }.keys
            })
    }

    /// The bound of the only variable in "this `sign` 0", and whether the variable is below it;
    /// nil unless the variable stands once, with a number before it.
    func bound(_ sign: Character) -> (bound: Quotient, isBelow: Bool)? {
        guard denominator == .one, "<>≤≥≠".contains(sign) else { return nil }
        let constants: Set<Atom> = [.symbol("\\pi"), .symbol("e")]
        let withLetters = numerator.terms.filter { term in
            term.key.powers.keys.contains { atom in
                guard case .symbol = atom else { return atom.isOpaque }
                return !constants.contains(atom)
            }
        }
        guard withLetters.count == 1, let (monomial, factor) = withLetters.first,
            monomial.powers.count == 1, monomial.powers.values.first == .one,
            let variable = try? Quotient(Polynomial([monomial: factor])),
            let rest = try? self + variable.negated,
            let bound = try? rest.negated / Quotient(factor)
        else { return nil }
        return (bound, (sign == "<" || sign == "≤") != factor.isNegative)
    }
}

extension Monomial {
    /// This divided by another, as powers.
    fileprivate func quotient(by other: Monomial) -> Monomial? {
        var powers = self.powers
        for (atom, power) in other.powers {
            guard let left = try? (powers[atom] ?? .zero) + -power else { return nil }
            powers[atom] = left
        }
        return Monomial(powers)
    }
}

extension Polynomial {
    /// This times a number and powers of letters.
    fileprivate func scaled(
        by number: Rational, _ factor: Monomial
    ) throws(AlgebraError) -> Polynomial {
        try self * Polynomial([factor: number])
    }
}
