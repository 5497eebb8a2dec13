/// What an item adds to a figure: a sum, and the weight that the sum is divided by.
///
/// A figure over items is `Σ sum / Σ weight`: with weights of 1 a mean, with other weights a ratio,
/// such as instructions followed per instruction.
public struct Share: Sendable, Equatable {
    /// The numerator.
    public var sum: Double
    /// The denominator.
    public var weight: Double

    /// A share of a ratio; of a mean if the weight is 1.
    public init(_ sum: Double, of weight: Double = 1) { (self.sum, self.weight) = (sum, weight) }

    /// A share of 1 or 0.
    public init(_ holds: Bool) { self.init(holds ? 1 : 0) }

    /// Whether the share says yes or no of one thing.
    var isBinary: Bool { weight == 1 && (sum == 0 || sum == 1) }

    static func + (left: Share, right: Share) -> Share {
        Share(left.sum + right.sum, of: left.weight + right.weight)
    }
}

extension [Share] {
    /// The sum of the shares over the sum of their weights; nil without weight.
    var ratio: Double? {
        let all = reduce(Share(0, of: 0), +)
        return all.weight > 0 ? all.sum / all.weight : nil
    }
}
