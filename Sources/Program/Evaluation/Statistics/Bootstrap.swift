import Hashing

/// The percentile bootstrap over items: how a figure varies if the items had been others alike.
///
/// Source: Efron 1979, "Bootstrap methods: another look at the jackknife". Items are drawn with
/// replacement, the figure is computed of each draw, and the interval holds the middle 95 % of the
/// figures. Interpolation between two of them is linear, as `numpy.percentile` does it.
struct Bootstrap: Sendable {
    /// Resamples of an interval.
    static let resamples = 10_000
    /// Which draws are made: intervals are the same every time.
    let seed: UInt64
    var resamples = Self.resamples

    /// The interval of a figure; nil for fewer than two items.
    func interval(of shares: [Share], _ unit: Figure.Unit) -> ClosedRange<Double>? {
        interval(items: shares.count) { draw in
            draw.ratio(of: shares).map(unit.value)
        }
    }

    /// The interval of the difference between a figure of the same items twice: the second less
    /// the first. Both are drawn together, so that what is hard for both does not count.
    func difference(
        of pairs: [(first: Share, second: Share)], _ unit: Figure.Unit
    ) -> ClosedRange<Double>? {
        let (first, second) = (pairs.map(\.first), pairs.map(\.second))
        return interval(items: pairs.count) { draw in
            guard let before = draw.ratio(of: first), let after = draw.ratio(of: second) else {
                return nil
            }
            return unit.value(of: after) - unit.value(of: before)
        }
    }

    private func interval(
        items count: Int, _ figure: (Draw) -> Double?
    ) -> ClosedRange<Double>? {
        guard count > 1 else { return nil }
        var random = SplitMix64(seed: seed)
        var draw = Draw(items: [Int](repeating: 0, count: count))
        var figures: [Double] = []
        figures.reserveCapacity(resamples)
        for _ in 0..<resamples {
            for index in 0..<count { draw.items[index] = random.integer(below: count) }
            if let value = figure(draw) { figures.append(value) }
        }
        guard !figures.isEmpty else { return nil }
        figures.sort()
        return figures.quantile(0.025)...figures.quantile(0.975)
    }

    /// Items drawn with replacement.
    private struct Draw {
        var items: [Int]

        func ratio(of shares: [Share]) -> Double? {
            var (sum, weight) = (0.0, 0.0)
            for item in items {
                sum += shares[item].sum
                weight += shares[item].weight
            }
            return weight > 0 ? sum / weight : nil
        }
    }
}

extension [Double] {
    /// The value below which a share of sorted values lies.
    fileprivate func quantile(_ share: Double) -> Double {
        let position = share * Double(count - 1)
        let below = Int(position)
        let above = Swift.min(below + 1, count - 1)
        return self[below] + (position - Double(below)) * (self[above] - self[below])
    }
}
