/// The mean of a reward, an attribute or a length on both sides of a comparison.
public struct ComparedFigure: Equatable, Sendable {
    /// A mean and the number of values that it is of.
    public struct Mean: Equatable, Sendable {
        /// The number of values.
        public let count: Int
        /// Their mean.
        public let value: Double
    }

    /// What was measured: `chosen reward`, `rejected helpfulness`, `prompt characters`.
    public let name: String
    /// The mean on the first side; nil without values.
    public let before: Mean?
    /// The mean on the second side; nil without values.
    public let after: Mean?
    /// The second mean less the first; nil if a side has none.
    public let difference: Double?
    /// Half the width of the 95 % interval of ``difference``, as if both sides were independent
    /// samples: `1.96 · sqrt(s₁²/n₁ + s₂²/n₂)`. Nil if a side has fewer than two values.
    ///
    /// Sides that share records differ by less than that, so the interval errs on the wide side.
    public let margin: Double?

    init(_ name: String, _ before: Moments?, _ after: Moments?) {
        func mean(_ moments: Moments?) -> Mean? {
            moments.flatMap { $0.count == 0 ? nil : Mean(count: $0.count, value: $0.mean) }
        }
        self.name = name
        self.before = mean(before)
        self.after = mean(after)
        var difference: Double?
        if let first = self.before, let second = self.after {
            difference = second.value - first.value
        }
        self.difference = difference
        var margin: Double?
        if let first = before?.standardError, let second = after?.standardError {
            margin = 1.96 * (first * first + second * second).squareRoot()
        }
        self.margin = margin
    }

    /// All figures of both sides: the first side's in its order, then those of the second alone;
    /// lengths last.
    static func all(
        _ before: [(name: String, moments: Moments)], _ after: [(name: String, moments: Moments)]
    ) -> [ComparedFigure] {
        var names = before.map(\.name)
        let known = Set(names)
        names += after.map(\.name).filter { !known.contains($0) }
        let lengths = names.filter { $0.hasSuffix(" characters") }
        let ordered = names.filter { !$0.hasSuffix(" characters") } + lengths
        return ordered.map { name in
            ComparedFigure(
                name, before.first { $0.name == name }?.moments,
                after.first { $0.name == name }?.moments)
        }
    }
}
