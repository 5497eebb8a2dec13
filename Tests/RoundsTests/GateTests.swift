import Testing

@testable import Evaluation
@testable import Rounds

@Suite struct `A gate` {
    /// The result of an exam with a share of right answers and a mean length.
    private func result(right: Int, length: Double) -> EvaluationResult {
        EvaluationResult(
            evaluation: "exam", form: "math", digest: "", seed: 1,
            model: .init(name: "m", fingerprint: "f"), judge: nil, against: nil,
            figures: [
                Figure("accuracy", "accuracy"),
                Figure("length", "mean length", .number, better: .lower),
            ],
            items: (0..<10).map { index in
                ItemOutcome(
                    id: "\(index)", group: nil,
                    shares: [
                        "accuracy": Share(index < right ? 1 : 0, of: 1),
                        "length": Share(length, of: 1),
                    ], answers: [], details: [:])
            }, showsGroups: false)
    }

    private func outcome(
        _ figure: String?, _ change: Double, isRelative: Bool = false, after: EvaluationResult
    ) -> GateCondition.Outcome? {
        GateCondition(
            evaluation: "exam", figure: figure, change: change, isRelative: isRelative
        ).outcome(before: [result(right: 5, length: 100)], after: [after])
    }

    @Test func `counts percentages in points`() throws {
        let better = result(right: 7, length: 100)
        let change = try #require(outcome(nil, 20, after: better))
        #expect(abs(change.difference - 20) < 1e-9 && change.name == "exam/accuracy")
        #expect(outcome("accuracy", 19.9, after: better)?.holds == true)
        #expect(outcome("accuracy", 20.1, after: better)?.holds == false)
        #expect(outcome("accuracy", -1, after: result(right: 4, length: 1))?.holds == false)
    }

    @Test func `allows what is to be low to rise by no more`() {
        let longer = result(right: 5, length: 103)
        #expect(outcome("length", 3, isRelative: true, after: longer)?.holds == true)
        #expect(outcome("length", 2.9, isRelative: true, after: longer)?.holds == false)
        #expect(outcome("length", 4, after: longer)?.holds == true)
        #expect(outcome("length", 0, after: result(right: 5, length: 90))?.holds == true)
    }

    @Test func `knows nothing of figures that are not there`() {
        #expect(outcome("speed", 0, after: result(right: 5, length: 1)) == nil)
    }
}
