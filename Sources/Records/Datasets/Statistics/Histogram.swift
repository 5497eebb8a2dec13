import Foundation

/// A histogram whose bins widen as the range of the numbers grows.
///
/// Bins are aligned to zero and their width is the first width times a power of two, so the result
/// does not depend on the order of the numbers.
public struct Histogram: Equatable, Sendable {
    /// Number of values added.
    public private(set) var count = 0
    /// The smallest number.
    public private(set) var minimum = Double.infinity
    /// The largest number.
    public private(set) var maximum = -Double.infinity
    /// The current width of a bin.
    public private(set) var binWidth: Double
    private var sum = 0.0
    private var bins: [Int: Int] = [:]
    private let binLimit: Int

    /// Creates an empty histogram of at most `binLimit` bins, initially `binWidth` wide.
    public init(binWidth: Double = 1.0 / 64, binLimit: Int = 24) {
        precondition(binWidth > 0 && binLimit > 1, "a histogram needs a width and two bins")
        self.binWidth = binWidth
        self.binLimit = binLimit
    }

    /// The mean of the numbers; `nil` if there are none.
    public var mean: Double? { count == 0 ? nil : sum / Double(count) }

    /// Adds a number; ignores one that is not finite or has a magnitude of 1e15 or more.
    public mutating func add(_ value: Double) {
        // Also false for NaN; the bound keeps the conversion to a bin index from overflowing.
        guard value.magnitude < 1e15 else { return }
        count += 1
        sum += value
        minimum = min(minimum, value)
        maximum = max(maximum, value)
        while span > binLimit { widen() }
        bins[Int((value / binWidth).rounded(.down)), default: 0] += 1
    }

    /// The bins from the lowest used to the highest, empty ones included: start and count.
    public var rows: [(start: Double, count: Int)] {
        guard let low = bins.keys.min(), let high = bins.keys.max() else { return [] }
        return (low...high).map { (Double($0) * binWidth, bins[$0] ?? 0) }
    }

    /// The histogram as one character a bin, as in `▁▂▅▇▃`; an empty bin is a space.
    public var sparkline: String {
        let heights = Array("▁▂▃▄▅▆▇█")
        let counts = rows.map(\.count)
        let highest = Double(counts.max() ?? 1)
        return String(
            counts.map { count in
                guard count > 0 else { return " " }
                let height = Int(Double(count) / highest * Double(heights.count - 1) + 0.5)
                return heights[min(height, heights.count - 1)]
            }
        )
    }

    private var span: Int {
        Int((maximum / binWidth).rounded(.down)) - Int((minimum / binWidth).rounded(.down)) + 1
    }

    private mutating func widen() {
        binWidth *= 2
        var merged: [Int: Int] = [:]
        // The shift rounds down for negative bins too, which keeps bins aligned to zero.
        for (bin, count) in bins { merged[bin >> 1, default: 0] += count }
        bins = merged
    }
}
