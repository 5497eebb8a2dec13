import Datasets
import Foundation

/// Maps numbers to positions on an axis, with round ticks.
struct Scale {
    let low: Double
    let high: Double
    /// The coordinates of `low` and `high`, in the plot's units.
    let from: Double
    let to: Double
    /// The least distance between ticks: 1 for counts.
    let leastStep: Double

    /// - Parameter values: The range to show; an empty one is widened.
    init(_ values: ClosedRange<Double>, from: Double, to: Double, leastStep: Double = 0) {
        self.leastStep = leastStep
        let isPoint = values.upperBound - values.lowerBound < 1e-12
        low = isPoint ? values.lowerBound - 0.5 : values.lowerBound
        high = isPoint ? values.upperBound + 0.5 : values.upperBound
        self.from = from
        self.to = to
    }

    /// The coordinate of a number.
    func callAsFunction(_ value: Double) -> Double {
        from + (value - low) / (high - low) * (to - from)
    }

    /// The distance between ticks: 1, 2 or 5 times a power of ten.
    func step(_ count: Int) -> Double {
        let rough = (high - low) / Double(count)
        let power = pow(10, floor(log10(rough)))
        let factor = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
        return max(factor * power, leastStep)
    }

    /// About `count` round numbers within the range, with their labels.
    func ticks(_ count: Int = 5) -> [(value: Double, label: String)] {
        let step = step(count)
        guard step > 0, step.isFinite else { return [] }
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        // Extreme values could make millions of ticks, or none at all where the step is lost in
        // rounding.
        guard last >= first, last - first < 100 else { return [] }
        let most = max(first.magnitude, last.magnitude) * step
        return stride(from: first, through: last, by: 1).map {
            ($0 * step, Numbers.tick($0 * step, step: step, most: most))
        }
    }

    /// The scale with its ends moved outwards to round numbers.
    func rounded(_ count: Int = 5) -> Scale {
        let step = step(count)
        guard step > 0, step.isFinite else { return self }
        return Scale(
            (low / step + 1e-9).rounded(.down) * step...(high / step - 1e-9).rounded(.up) * step,
            from: from, to: to, leastStep: leastStep)
    }
}
