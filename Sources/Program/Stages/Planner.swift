public import Dataflow
public import Datasets
import Foundation

/// Makes a plan of what a pilot found out about each of its source records.
///
/// A figure of the run is expected to be that of the pilot's source records, times as many as the run
/// will read: `K`, all that there are or, where a number of records is wanted, as many as it takes.
/// Its interval is one of prediction: the pilot's `n` are the first of the run's, the others vary as
/// they do. With `d` what a source record's figure is above what its share of the whole lets expect,
/// and `s²` the variance of that, the figure misses its expectation by a variance of
/// `s² · |K − n| · K / n` (a ratio estimator's, plus the run's own); where a number is wanted half a
/// source record's square is added, because the run ends within one. The interval is Student's, with
/// `n − 1` degrees of freedom, of the figure's logarithm: figures are positive, and small pilots miss
/// upwards further than downwards.
///
/// So that a pilot whose source records are all alike does not seem to know all, one more is imagined
/// that gives nothing, and counts in `s²`. Of what the pilot never saw, up to as much may come as it
/// would have missed in 5 of 100 pilots; an accepted record that was not seen may still be one of those
/// wanted, and a stage that nothing reached may generate any number of tokens.
public struct Planner {
    private let accounts: [SourceRecordAccount]
    private let stages: [String]
    private let target: Int?
    private let available: Int?
    private let secondsPerToken: Double?

    /// - Parameters:
    ///   - accounts: What came of each source record of the pilot.
    ///   - stages: The names of the stages in the graph's order.
    ///   - target: Records wanted; nil for all that the sources give.
    ///   - available: Source records that the run will read where no number is wanted.
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

    /// The plan.
    public func plan() -> Plan {
        let tokens = estimate { $0.tokens.reduce(0, +) }
        return Plan(
            target: target, pilotSources: accounts.count,
            pilotAccepted: accounts.reduce(0) { $0 + $1.accepted },
            sources: estimate { _ in 1 }, accepted: accepted, tokens: tokens,
            seconds: secondsPerToken.map { pace in
                Plan.Estimate(
                    expected: tokens.expected * pace, low: tokens.low * pace,
                    high: tokens.high * pace)
            },
            stages: stages.indices.map { index in
                Plan.Stage(
                    name: stages[index], records: expectedRecords(at: index),
                    tokens: expectedTokens(at: index))
            })
    }

    private var accepted: Plan.Estimate {
        if accounts.contains(where: { $0.accepted > 0 }) { return estimate(\.accepted) }
        return target.map { Plan.Estimate(expected: 0, low: 0, high: Double($0)) } ?? unseen
    }

    /// The last stage is the one that accepts.
    private func expectedRecords(at index: Int) -> Plan.Estimate {
        if accounts.contains(where: { $0.records[index] > 0 }) {
            return estimate { $0.records[index] }
        }
        return index == stages.count - 1 ? accepted : unseen
    }

    private func expectedTokens(at index: Int) -> Plan.Estimate {
        let isReached = accounts.contains { $0.records[index] > 0 }
        if isReached || unseen.high == 0 || index == stages.count - 1 {
            return estimate { $0.tokens[index] }
        }
        return Plan.Estimate(expected: 0, low: 0, high: .infinity)
    }

    /// What may come of something that the pilot never saw, one from each source record that has it:
    /// these are fewer than `1 − 0.05^(1/n)` of the others, or 95 of 100 pilots would have met one.
    private var unseen: Plan.Estimate {
        let n = Double(accounts.count)
        let others = max(0, sources - n)
        let high = others > 0 ? others * (1 - pow(0.05, 1 / n)) : 0
        return Plan.Estimate(expected: 0, low: 0, high: high)
    }

    /// Source records that the run will read.
    private var sources: Double {
        guard let target else { return Double(available ?? accounts.count) }
        let accepted = accounts.reduce(0) { $0 + $1.accepted }
        guard accepted > 0 else { return .infinity }
        return Double(target) * Double(accounts.count) / Double(accepted)
    }

    private func estimate(_ figure: (SourceRecordAccount) -> Int) -> Plan.Estimate {
        let figures = accounts.map { Double(figure($0)) }
        let n = Double(accounts.count)
        let mean = figures.reduce(0, +) / n
        guard mean > 0 else { return Plan.Estimate(expected: 0, low: 0, high: 0) }
        let sources = sources
        guard sources.isFinite else {
            return Plan.Estimate(expected: .infinity, low: mean * n, high: .infinity)
        }
        let expected = mean * sources
        let variance = variance(figures, mean) * abs(sources - n) * sources / n
        let boundary = target == nil ? 0 : mean * mean / 2
        let spread = (variance + boundary).squareRoot() / expected
        let factor = exp(StudentT.quantile((1 + Plan.confidence) / 2, accounts.count - 1) * spread)
        return Plan.Estimate(expected: expected, low: expected / factor, high: expected * factor)
    }

    /// The variance of what figures are above the share that accepted records, or source records where
    /// no number is wanted, let expect.
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

/// Student's distribution.
enum StudentT {
    /// The value below which a share `p` of the distribution lies, 0.5 < p < 1.
    ///
    /// Exact for one and two degrees of freedom; for more the expansion by the normal quantile,
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
