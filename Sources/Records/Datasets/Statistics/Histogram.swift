import Foundation

/// How often numbers fall where, in bins that widen as the range grows.
///
/// Bins are aligned to zero and their width is a power of two times the first, so the result depends
/// on the numbers, not on their order.
public struct Histogram: Equatable, Sendable {
    /// How many numbers were added.
    public private(set) var count = 0
    /// The smallest number.
    public private(set) var minimum = Double.infinity
    /// The largest number.
    public private(set) var maximum = -Double.infinity
    /// The width of a bin.
    public private(set) var binWidth: Double
    private var sum = 0.0
    private var bins: [Int: Int] = [:]
    private let binLimit: Int

    /// An empty histogram with at most `binLimit` bins, which begin `binWidth` wide.
    public init(binWidth: Double = 1.0 / 64, binLimit: Int = 24) {
        precondition(binWidth > 0 && binLimit > 1, "a histogram needs a width and two bins")
        self.binWidth = binWidth
        self.binLimit = binLimit
    }

    /// The mean of the numbers; `nil` if there are none.
    public var mean: Double? { count == 0 ? nil : sum / Double(count) }

    /// Adds a number; one that is not finite or too large for any bin is left out.
    public mutating func add(_ value: Double) {
        guard value.magnitude < 1e15 else { return }
        count += 1
        sum += value
        minimum = min(minimum, value)
        maximum = max(maximum, value)
        while span > binLimit { widen() }
        bins[Int((value / binWidth).rounded(.down)), default: 0] += 1
    }

    /// The bins from the lowest used to the highest: where each begins, and how many numbers it holds.
    public var rows: [(start: Double, count: Int)] {
        guard let low = bins.keys.min(), let high = bins.keys.max() else { return [] }
        return (low...high).map { (Double($0) * binWidth, bins[$0] ?? 0) }
    }

    /// One character a bin, taller for more: `▁▂▅▇▃`; a space is an empty bin.
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
        for (bin, count) in bins { merged[bin >> 1, default: 0] += count }
        bins = merged
    }
}
