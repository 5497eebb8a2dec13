/// A set of real numbers: intervals in order, with gaps between them.
struct RealSet: Equatable, Sendable {
    /// An end of an interval: a number, or just before or behind it.
    private struct Cut: Comparable {
        let value: Double
        /// Whether the number itself is below the cut.
        let isBehind: Bool

        static func < (one: Cut, other: Cut) -> Bool {
            one.value == other.value
                ? !one.isBehind && other.isBehind : one.value < other.value
        }
    }

    /// The cuts at which the set begins and ends in turn.
    private let cuts: [Cut]

    private static let most = 100
    static let all = RealSet(cuts: [
        Cut(value: -.infinity, isBehind: true), Cut(value: .infinity, isBehind: false),
    ])

    private init(cuts: [Cut]) { self.cuts = cuts }

    /// Creates the set that an answer is: an interval, a union, an inequality or a list of points; nil
    /// if it is none, or if an end has a letter.
    init?(_ answer: MathAnswer) {
        switch answer {
        case .tuple(let open, let ends, let close):
            guard ends.count == 2, "([".contains(open), ")]".contains(close),
                let low = Self.number(ends[0]), let high = Self.number(ends[1]), low <= high
            else { return nil }
            self.init(
                cuts: low == high && (open == "(" || close == ")")
                    ? []
                    : [
                        Cut(value: low, isBehind: open == "("),
                        Cut(value: high, isBehind: close == "]"),
                    ])
        case .relation(let difference, "≠"):
            guard let bound = difference.bound("≠")?.bound, let value = bound.constant else {
                return nil
            }
            self = RealSet.all.without(.point(value))
        case .relation:
            guard let interval = answer.interval, let set = RealSet(interval) else { return nil }
            self = set
        case .collection(let parts, let isUnion):
            guard parts.count <= Self.most else { return nil }
            let sets = parts.compactMap { part in
                Self.number(part).map(RealSet.point) ?? RealSet(part)
            }
            guard sets.count == parts.count else { return nil }
            // "x ≠ 1, x ≠ 2" excludes both.
            let excludes = !isUnion && !parts.isEmpty && parts.allSatisfy(\.isExclusion)
            self =
                excludes
                ? sets.reduce(RealSet.all) { $0.intersection($1) }
                : sets.reduce(RealSet(cuts: [])) { $0.union($1) }
        case .named(_, let value, _): self.init(value)
        case .reals(let set): self = set
        default: return nil
        }
    }

    private static func point(_ value: Double) -> RealSet {
        RealSet(cuts: [Cut(value: value, isBehind: false), Cut(value: value, isBehind: true)])
    }

    private static func number(_ answer: MathAnswer) -> Double? {
        guard case .expression(let value) = answer else { return nil }
        if value.equals(.infinity) { return .infinity }
        if value.equals(Quotient.infinity.negated) { return -.infinity }
        return value.constant
    }

    // MARK: Set operations

    func union(_ other: RealSet) -> RealSet { combined(with: other) { $0 || $1 } }

    func intersection(_ other: RealSet) -> RealSet { combined(with: other) { $0 && $1 } }

    func without(_ other: RealSet) -> RealSet { combined(with: other) { $0 && !$1 } }

    private func combined(
        with other: RealSet, _ isInside: (Bool, Bool) -> Bool
    ) -> RealSet {
        var result: [Cut] = []
        var isIn = false
        for cut in (cuts + other.cuts).sorted() where result.last != cut {
            let isNowIn = isInside(contains(after: cut), other.contains(after: cut))
            if isNowIn != isIn { result.append(cut) }
            isIn = isNowIn
        }
        return RealSet(cuts: result)
    }

    /// Whether the numbers right after a cut belong to the set.
    private func contains(after cut: Cut) -> Bool {
        !cuts.count(where: { $0 <= cut }).isMultiple(of: 2)
    }

    // MARK: Equality

    /// Whether both have the same ends, up to the rounding of roots.
    static func == (one: RealSet, other: RealSet) -> Bool {
        one.cuts.count == other.cuts.count
            && zip(one.cuts, other.cuts).allSatisfy { left, right in
                left.isBehind == right.isBehind
                    && (left.value == right.value
                        || left.value.isFinite
                            && abs(left.value - right.value) <= 1e-12 * abs(left.value))
            }
    }
}

extension MathAnswer {
    /// Whether this is "x ≠ 1".
    fileprivate var isExclusion: Bool {
        if case .relation(_, "≠") = self { return true }
        return false
    }
}
