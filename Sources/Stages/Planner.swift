public import Dataflow
public import Datasets

/// Makes a plan of what a pilot found out about each of its source records.
///
/// Expectations are ratios of sums: accepted records a source record, and records and tokens of every
/// stage a source record. Intervals are those of the percentile bootstrap over source records (Efron
/// 1979): the pilot's source records are drawn again with replacement, as many as there were, and the
/// plan is made of each draw; the interval leaves out the same share of plans at both ends.
public struct Planner {
    private let accounts: [RootAccount]
    private let stages: [String]
    private let target: Int?
    private let available: Int?
    private let secondsPerToken: Double?

    private static let resamples = 2_000

    /// - Parameters:
    ///   - accounts: What came of each source record of the pilot.
    ///   - stages: The names of the stages in the graph's order.
    ///   - target: Records wanted; nil for all that the sources give.
    ///   - available: Source records that the run will read where no number is wanted.
    ///   - secondsPerToken: The pace of the pilot.
    public init(
        accounts: [RootAccount], stages: [String], target: Int?, available: Int?,
        secondsPerToken: Double?
    ) {
        precondition(!accounts.isEmpty, "a pilot follows at least one source record")
        self.accounts = accounts
        self.stages = stages
        self.target = target
        self.available = available
        self.secondsPerToken = secondsPerToken
    }

    /// The plan; the same pilot and seed give the same plan.
    public func plan(seed: UInt64) -> Plan {
        let whole = figures(of: accounts)
        var stream = SeededStream(seed: seed)
        let draws = (0..<Self.resamples).map { _ in
            figures(of: accounts.map { _ in accounts[stream.integer(below: accounts.count)] })
        }
        func estimate(_ figure: (Figures) -> Double) -> Plan.Estimate {
            let sorted = draws.map(figure).sorted()
            let tail = (1 - Plan.confidence) / 2
            return Plan.Estimate(
                expected: figure(whole), low: sorted[Int(Double(sorted.count) * tail)],
                high: sorted[Int(Double(sorted.count) * (1 - tail))])
        }
        return Plan(
            target: target, pilotSources: accounts.count,
            pilotAccepted: accounts.reduce(0) { $0 + $1.accepted },
            sources: estimate(\.sources), accepted: estimate(\.accepted),
            tokens: estimate { $0.tokens.reduce(0, +) },
            seconds: secondsPerToken.map { pace in
                estimate { $0.tokens.reduce(0, +) * pace }
            },
            stages: stages.indices.map { place in
                Plan.Stage(
                    name: stages[place], records: estimate { $0.records[place] },
                    tokens: estimate { $0.tokens[place] })
            })
    }

    /// What a run comes to if all source records are like these.
    private struct Figures {
        var sources: Double
        var accepted: Double
        var records: [Double]
        var tokens: [Double]
    }

    private func figures(of accounts: [RootAccount]) -> Figures {
        let count = Double(accounts.count)
        let accepted = Double(accounts.reduce(0) { $0 + $1.accepted })
        let sources: Double =
            if let target {
                accepted > 0 ? Double(target) * count / accepted : .infinity
            } else {
                Double(available ?? accounts.count)
            }
        func scaled(_ sum: Int) -> Double {
            sum == 0 ? 0 : Double(sum) / count * sources
        }
        return Figures(
            sources: sources, accepted: target.map(Double.init) ?? accepted / count * sources,
            records: stages.indices.map { place in
                scaled(accounts.reduce(0) { $0 + $1.records[place] })
            },
            tokens: stages.indices.map { place in
                scaled(accounts.reduce(0) { $0 + $1.tokens[place] })
            })
    }
}
