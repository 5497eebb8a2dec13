import Foundation

/// A figure that an evaluation gives: its name, what people call it, and how it is written.
public struct Figure: Sendable, Equatable {
    /// How the ratio of sums becomes the figure, and how the figure is written.
    public enum Unit: String, Sendable, CaseIterable {
        /// A share from 0 to 1, written in percent.
        case percent
        /// A number.
        case number
        /// e to the ratio, which is a mean of negative log-probabilities.
        case perplexity

        /// The figure of a ratio.
        func value(of ratio: Double) -> Double {
            self == .perplexity ? exp(ratio) : ratio
        }
    }

    /// Which values are better.
    public enum Direction: String, Sendable, CaseIterable { case higher, lower, neither }

    /// The name in results, in snake_case.
    public let name: String
    /// What tables call it.
    public let label: String
    /// How it is computed and written.
    public let unit: Unit
    /// Which values are better.
    public let better: Direction

    /// A figure.
    public init(
        _ name: String, _ label: String, _ unit: Unit = .percent, better: Direction = .higher
    ) {
        (self.name, self.label, self.unit, self.better) = (name, label, unit, better)
    }
}
