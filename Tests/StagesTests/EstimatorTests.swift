import Dataflow
import Datasets
import TestSupport
import Testing

@testable import Stages

@Suite struct `An estimate` {
    private func estimator(_ accounts: [SourceRecordAccount], target: Int? = 100) -> Estimator {
        Estimator(
            accounts: accounts, stages: ["a", "b"], target: target, available: 50,
            secondsPerToken: 0.5)
    }

    @Test func `expects the run to be as the pilot was`() {
        let account = SourceRecordAccount(accepted: 2, records: [1, 4], tokens: [0, 10])
        let estimate = estimator([account, account, account]).estimate()
        #expect(estimate.sources.expected == 50 && estimate.accepted.expected == 100)
        #expect(estimate.tokens.expected == 500 && estimate.seconds?.expected == 250)
        #expect(estimate.stages.map(\.records.expected) == [50, 200])
        #expect(estimator([account], target: nil).estimate().accepted.expected == 100)
    }

    @Test func `of source records that are all alike says the more the more there are`() {
        let account = SourceRecordAccount(accepted: 1, records: [1, 1], tokens: [0, 10])
        let widths = [3, 10, 30, 90].map { count in
            let tokens = estimator([SourceRecordAccount](repeating: account, count: count))
                .estimate()
                .tokens
            #expect(tokens.low < 1_000 && 1_000 < tokens.high)
            return tokens.high - tokens.low
        }
        #expect(widths == widths.sorted(by: >))
        #expect(widths[0] > 1_000 && widths[3] < 250, "\(widths)")
    }

    @Test func `is exact where the pilot has read all that there is`() {
        let accounts = (0..<50).map {
            SourceRecordAccount(accepted: $0 % 2, records: [1, $0], tokens: [0, $0])
        }
        let tokens = estimator(accounts, target: nil).estimate().tokens
        #expect(tokens == RunEstimate.Interval(expected: 1225, low: 1225, high: 1225))
    }

    @Test func `of source records of which none is accepted has no end`() {
        let estimate = estimator([
            SourceRecordAccount(accepted: 0, records: [1, 0], tokens: [3, 0])
        ])
        .estimate()
        #expect(estimate.sources.expected == .infinity && estimate.tokens.high == .infinity)
        #expect(estimate.stages[1].records.expected == 0)
        #expect(estimate.accepted == RunEstimate.Interval(expected: 0, low: 0, high: 100))
    }

    @Test func `does not rule out what the pilot did not meet`() {
        let accounts = [SourceRecordAccount](
            repeating: SourceRecordAccount(accepted: 1, records: [0, 1], tokens: [0, 0]), count: 10)
        let estimate = estimator(accounts).estimate()
        #expect(estimate.stages[0].records.expected == 0)
        #expect(
            (20...30).contains(estimate.stages[0].records.high), "\(estimate.stages[0].records)")
        #expect(estimate.stages[0].tokens.high == .infinity)
        #expect(estimate.stages[1].tokens == RunEstimate.Interval(expected: 0, low: 0, high: 0))
        let whole = estimator([SourceRecordAccount](repeating: accounts[0], count: 50), target: nil)
            .estimate()
        #expect(whole.stages[0].records.high == 0 && whole.stages[0].tokens.high == 0)
    }

    @Test(arguments: [
        (1, 6.3138), (2, 2.9200), (3, 2.3534), (5, 2.0150), (15, 1.7531), (99, 1.6604),
    ])
    func `uses Student's distribution`(degrees: Int, quantile: Double) {
        #expect(abs(StudentT.quantile(0.95, degrees) / quantile - 1) < 0.01)
    }

    /// 90 of 100 intervals are to hold. A binomial count of 300 with p = 0.9 is below 250 once in two
    /// thousand times; heavy tails, which a small pilot does not see, cost a few more. The imagined
    /// source record makes the narrowest pilots' intervals wider than they need be.
    @Test(arguments: SimulatedSource.all, [(6, 25), (6, 200), (16, 25), (16, 200), (40, 200)])
    func `holds what comes of the run about as often as it says`(
        source: SimulatedSource, size: (pilot: Int, target: Int)
    ) {
        var held = (sources: 0, tokens: 0)
        for seed in 0..<300 as Range<UInt64> {
            var run = SimulatedRun(source, seed: seed)
            let pilot = (0..<size.pilot).map { _ in run.next() }
            guard pilot.contains(where: { $0.accepted > 0 }) else {
                held.sources += 1
                held.tokens += 1
                continue
            }
            let estimate = estimator(pilot, target: size.target).estimate()
            let outcome = run.outcome(after: pilot, target: size.target)
            if (estimate.sources.low...estimate.sources.high).contains(outcome.sources) {
                held.sources += 1
            }
            if (estimate.tokens.low...estimate.tokens.high).contains(outcome.tokens) {
                held.tokens += 1
            }
        }
        #expect(held.sources >= 250 && held.tokens >= 250, "\(held) of 300")
    }

    @Test func `of too few source records gives no interval, and says so`() {
        let accounts = [
            SourceRecordAccount(accepted: 1, records: [1, 1], tokens: [0, 400]),
            SourceRecordAccount(accepted: 1, records: [1, 1], tokens: [0, 10]),
        ]
        let few = estimator(accounts).estimate()
        #expect(few.tokens.high > 100 * few.tokens.low)
        #expect(
            few.text.contains("[?]: 2 source records are too few for an interval; try --sources 16")
        )
        let line = few.text.split(separator: "\n").first { $0.hasPrefix("tokens ") }
        #expect(line?.contains("[?]") == true && line?.contains("20,500") == true)
        #expect(few.json["too_few_sources"] == true)
        #expect(few.json["tokens"]?["high"] == .null && few.json["tokens"]?["expected"] == 20_500.0)

        let many = estimator((0..<8).flatMap { _ in accounts }).estimate()
        #expect(many.json["too_few_sources"] == false && !many.text.contains("[?]"))
        #expect(many.json["tokens"]?["high"]?.double == many.tokens.high)
        // A pilot of all that there is is never too small.
        let whole = Estimator(
            accounts: accounts, stages: ["a", "b"], target: nil, available: 2, secondsPerToken: nil
        ).estimate()
        #expect(whole.json["too_few_sources"] == false)
    }

    @Test func `is kept with the dataset`() throws {
        let folder = try TemporaryFolder()
        let dataset = folder.appending(path: "dataset")
        let accounts = [
            SourceRecordAccount(accepted: 0, records: [1, 2], tokens: [3, 0]),
            SourceRecordAccount(accepted: 1, records: [1, 0], tokens: [5, 1]),
        ]
        let estimate = estimator(accounts).estimate()
        try EstimateStore.write(estimate, in: dataset)
        #expect(try DatasetReader(folder: dataset).estimate() == estimate)
        #expect(estimate.text.contains("90 of 100 intervals"))
    }
}

/// What a source record may come to, by chance.
struct SimulatedSource: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// One record's account, of numbers in 0..<1.
    let draw: @Sendable (_ chance: () -> Double) -> (accepted: Int, tokens: Int)

    static let all = [
        SimulatedSource(testDescription: "one answer, nine of ten accepted") { chance in
            (chance() < 0.9 ? 1 : 0, 10 + Int(chance() * 40))
        },
        SimulatedSource(testDescription: "one answer, three of ten accepted") { chance in
            (chance() < 0.3 ? 1 : 0, 10 + Int(chance() * 40))
        },
        SimulatedSource(testDescription: "up to eight answers, half of them accepted") { chance in
            let count = Int(chance() * 9)
            let accepted = (0..<count).count { _ in chance() < 0.5 }
            return (accepted, (0..<count).reduce(20) { sum, _ in sum + 30 + Int(chance() * 60) })
        },
        SimulatedSource(testDescription: "poor and rich source records") { chance in
            let count = chance() < 0.3 ? 0 : 1 + Int(chance() * 8)
            return (count / 2, 15 + 40 * count)
        },
    ]
}

/// A run that reads such source records until it has accepted enough.
struct SimulatedRun {
    private let source: SimulatedSource
    private var state: UInt64

    init(_ source: SimulatedSource, seed: UInt64) {
        self.source = source
        state = seed &* 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> SourceRecordAccount {
        let drawn = source.draw {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-53
        }
        return SourceRecordAccount(
            accepted: drawn.accepted, records: [1, drawn.accepted], tokens: [0, drawn.tokens])
    }

    /// Its first source records are those of the pilot.
    mutating func outcome(
        after pilot: [SourceRecordAccount], target: Int
    ) -> (sources: Double, tokens: Double) {
        var (sources, accepted, tokens) = (0, 0, 0)
        while accepted < target {
            let account = sources < pilot.count ? pilot[sources] : next()
            sources += 1
            accepted += account.accepted
            tokens += account.tokens.reduce(0, +)
        }
        return (Double(sources), Double(tokens))
    }
}
