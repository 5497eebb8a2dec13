public import Dataflow
public import Datasets
import Foundation

/// Estimates a run's figures, with intervals, from a pilot's accounts of its source records.
///
/// A figure's expectation is the pilot's mean times `K`, the number of source records that the run
/// will read: all that are available or, with a target, as many as it takes. The interval is a
/// prediction interval: the pilot's `n` source records are the first of the run's, and the others
/// vary as they do. Let `d` be a source record's figure minus the value expected from its share of
/// the accepted records, and `s²` the variance of `d`. The variance of the figure's error is then
/// `s² · |K − n| · K / n` (a ratio estimator's, plus the run's own); with a target, half a source
/// record's square is added, because the run ends within one. The interval is Student's t, with
/// `n − 1` degrees of freedom, on the figure's logarithm: figures are positive, and small pilots
/// err further upwards than downwards.
///
/// `s²` includes one imagined source record that gives nothing, so that a pilot whose source
/// records are all alike does not seem certain. The upper bound of a figure that the pilot never
/// saw is what would be missed in 5 of 100 pilots; of accepted records it is the target, and of the
/// tokens of a stage that no record reached it is infinite.
public struct Estimator {
    private let accounts: [SourceRecordAccount]
    private let stages: [String]
    private let target: Int?
    private let available: Int?
    private let secondsPerToken: Double?

    /// - Parameters:
    ///   - accounts: The account of each source record of the pilot.
    ///   - stages: The names of the stages in the graph's order.
    ///   - target: Records wanted; nil for all that the sources give.
    ///   - available: Source records that the run will read without a target.
    ///   - secondsPerToken: The pace of the pilot.
    public init(
        accounts: [SourceRecordAccount], stages: [String], target: Int?, available: Int?,
        secondsPerToken: Double?
    ) {
        precondition(!accounts.isEmpty, "a pilot follows at least one source record")
        self.accounts = accounts
        self.stages = stages
        self.target = target
        self.available = available
        self.secondsPerToken = secondsPerToken
    }

    /// Returns the estimates of the run and of each stage.
    public func estimate() -> RunEstimate {
        let tokens = estimate { $0.tokens.reduce(0, +) }
        return RunEstimate(
            target: target, pilotSources: accounts.count,
            pilotAccepted: accounts.reduce(0) { $0 + $1.accepted },
            sources: estimate { _ in 1 }, accepted: accepted, tokens: tokens,
            seconds: secondsPerToken.map { pace in
                RunEstimate.Interval(
                    expected: tokens.expected * pace, low: tokens.low * pace,
                    high: tokens.high * pace)
            },
            stages: stages.indices.map { index in
                RunEstimate.Stage(
                    name: stages[index], records: expectedRecords(at: index),
                    tokens: expectedTokens(at: index))
            })
    }

    private var accepted: RunEstimate.Interval {
        if accounts.contains(where: { $0.accepted > 0 }) { return estimate(\.accepted) }
        return target.map { RunEstimate.Interval(expected: 0, low: 0, high: Double($0)) } ?? unseen
    }

    /// The last stage is the one that accepts.
    private func expectedRecords(at index: Int) -> RunEstimate.Interval {
        if accounts.contains(where: { $0.records[index] > 0 }) {
            return estimate { $0.records[index] }
        }
        return index == stages.count - 1 ? accepted : unseen
    }

    private func expectedTokens(at index: Int) -> RunEstimate.Interval {
        let isReached = accounts.contains { $0.records[index] > 0 }
        if isReached || unseen.high == 0 || index == stages.count - 1 {
            return estimate { $0.tokens[index] }
        }
        return RunEstimate.Interval(expected: 0, low: 0, high: .infinity)
    }

    /// The estimate of a figure that the pilot never saw, at one from each source record that has
    /// it: these are fewer than `1 − 0.05^(1/n)` of the others, or 95 of 100 pilots would have met
    /// one.
    private var unseen: RunEstimate.Interval {
        let n = Double(accounts.count)
        let others = max(0, sources - n)
        let high = others > 0 ? others * (1 - pow(0.05, 1 / n)) : 0
        return RunEstimate.Interval(expected: 0, low: 0, high: high)
    }

    /// Source records that the run is expected to read.
    private var sources: Double {
        guard let target else { return Double(available ?? accounts.count) }
        let accepted = accounts.reduce(0) { $0 + $1.accepted }
        guard accepted > 0 else { return .infinity }
        return Double(target) * Double(accounts.count) / Double(accepted)
    }

    private func estimate(_ figure: (SourceRecordAccount) -> Int) -> RunEstimate.Interval {
        let figures = accounts.map { Double(figure($0)) }
        let n = Double(accounts.count)
        let mean = figures.reduce(0, +) / n
        guard mean > 0 else { return RunEstimate.Interval(expected: 0, low: 0, high: 0) }
        let sources = sources
        guard sources.isFinite else {
            return RunEstimate.Interval(expected: .infinity, low: mean * n, high: .infinity)
        }
        let expected = mean * sources
        let variance = variance(figures, mean) * abs(sources - n) * sources / n
        let boundary = target == nil ? 0 : mean * mean / 2
        let spread = (variance + boundary).squareRoot() / expected
        let factor = exp(
            StudentT.quantile((1 + RunEstimate.confidence) / 2, accounts.count - 1) * spread)
        return RunEstimate.Interval(
            expected: expected, low: expected / factor, high: expected * factor)
    }

    /// Returns the variance of the figures around their shares of the accepted records or, without
    /// a target, of the source records.
    private func variance(_ figures: [Double], _ mean: Double) -> Double {
        let shares: [Double] =
            target == nil ? figures.map { _ in 1 } : accounts.map { Double($0.accepted) }
        let share = shares.reduce(0, +) / Double(shares.count)
        let squares = zip(figures, shares).reduce(mean * mean) { sum, pair in
            let deviation = pair.0 - mean * pair.1 / share
            return sum + deviation * deviation
        }
        return squares / Double(max(1, figures.count - 1))
    }
}

/// Student's t distribution.
enum StudentT {
    /// Returns the `p` quantile of the distribution, 0.5 < p < 1.
    ///
    /// Exact for one and two degrees of freedom; otherwise an expansion from the normal quantile,
    /// within a hundredth. Source: Abramowitz & Stegun, 26.7.5 and 26.2.23.
    static func quantile(_ p: Double, _ degrees: Int) -> Double {
        switch degrees {
        case ...1: return tan(.pi * (p - 0.5))
        case 2:
            let a = 2 * p - 1
            return a * (2 / (1 - a * a)).squareRoot()
        default:
            let (z, n) = (normalQuantile(p), Double(degrees))
            let z2 = z * z
            let first = (z2 + 1) / 4
            let second = ((5 * z2 + 16) * z2 + 3) / 96
            let third = (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
            return z * (1 + first / n + second / (n * n) + third / (n * n * n))
        }
    }

    private static func normalQuantile(_ p: Double) -> Double {
        let t = (-2 * log(1 - p)).squareRoot()
        return t - ((0.010328 * t + 0.802853) * t + 2.515517)
            / (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1)
    }
}
