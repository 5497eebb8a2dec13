import Dataflow
import Datasets
import Foundation
import Stages
import Testing

@Suite struct `A plan` {
    private func planner(_ accounts: [RootAccount], target: Int? = 100) -> Planner {
        Planner(
            accounts: accounts, stages: ["a", "b"], target: target, available: 50,
            secondsPerToken: 0.5)
    }

    @Test func `of source records that are all alike is exact`() {
        let account = RootAccount(accepted: 2, records: [1, 4], tokens: [0, 10])
        let plan = planner([account, account, account]).plan(seed: 1)
        func exactly(_ value: Double) -> Plan.Estimate {
            Plan.Estimate(expected: value, low: value, high: value)
        }
        #expect(plan.sources == exactly(50) && plan.accepted == exactly(100))
        #expect(plan.tokens == exactly(500) && plan.seconds == exactly(250))
        #expect(plan.stages.map(\.records) == [exactly(50), exactly(200)])
        #expect(planner([account], target: nil).plan(seed: 1).accepted == exactly(100))
    }

    @Test func `of source records of which none is accepted has no end`() {
        let plan = planner([RootAccount(accepted: 0, records: [1, 0], tokens: [3, 0])]).plan(
            seed: 1)
        #expect(plan.sources.expected == .infinity && plan.tokens.high == .infinity)
        #expect(plan.stages[1].records.expected == 0)
    }

    /// Pilots of 40 source records from a known population; about 90 intervals of 100 must hold its
    /// mean. A binomial count of 200 with p = 0.9 is below 165 once in a hundred thousand times, and
    /// the bootstrap of 40 falls a little short of its nominal share.
    @Test func `holds the true figure about as often as it says`() {
        var held = 0
        let truth = 1.75  // The mean of tokens over a uniform choice of 0, 1, 2 and 4 records.
        for pilot in 0..<200 as Range<UInt64> {
            var state = pilot &* 0x9E37_79B9_7F4A_7C15
            let accounts = (0..<40).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let records = [0, 1, 2, 4][Int(state >> 62)]
                return RootAccount(accepted: 1, records: [1, records], tokens: [0, records])
            }
            let tokens = planner(accounts).plan(seed: pilot).tokens
            if tokens.low <= 100 * truth, 100 * truth <= tokens.high { held += 1 }
        }
        #expect(held > 165 && held < 198, "\(held) of 200")
    }

    @Test func `is kept with the dataset`() throws {
        let folder = temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let accounts = [
            RootAccount(accepted: 0, records: [1, 2], tokens: [3, 0]),
            RootAccount(accepted: 1, records: [1, 0], tokens: [5, 1]),
        ]
        let plan = planner(accounts).plan(seed: 1)
        try PlanBook.write(plan, in: folder)
        #expect(try DatasetReader(folder: folder).plan() == plan)
        #expect(plan.text.contains("intervals of 90 %"))
    }
}
