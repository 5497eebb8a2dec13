import Models
import Testing

@testable import Training

@Suite struct `Ridge regression` {
    @Test func `recovers a linear rule from exact data when the penalty is small`() {
        let features = table(rows: 40, columns: 5) { n, c in (n * 7 + c * c * 3 + n * c) % 11 }
        let rule: ([Float]) -> [Double] = { x in
            [Double(x[0]) - 2 * Double(x[3]) + 1, 0.5 * Double(x[1] + x[2] + x[4]) - 3]
        }
        let fit = RidgeRegression(features: features, targets: features.map(rule), penalty: 1e-8)
        for row in features {
            let worst = zip(fit(row), rule(row)).map { abs($0 - $1) }.max() ?? 0
            #expect(worst < 1e-5)
        }
    }

    @Test(arguments: [0.01, 1, 100])
    func `sits where the gradient of its loss is zero`(penalty: Double) {
        let features = table(rows: 30, columns: 8) { n, c in (n * 13 + c * 29) % 17 }
        let targets = (0..<30).map { [Double(($0 * 31) % 7)] }
        let fit = RidgeRegression(features: features, targets: targets, penalty: penalty)
        let residuals = zip(features, targets).map { fit($0)[0] - $1[0] }
        #expect(abs(residuals.reduce(0, +)) < 1e-8)
        for feature in 0..<8 {
            let gradient = zip(residuals, features).reduce(penalty * fit.weights[0][feature]) {
                $0 + $1.0 * Double($1.1[feature])
            }
            #expect(abs(gradient) < 1e-6)
        }
    }

    @Test func `more features than rows still have a solution`() {
        let features = table(rows: 3, columns: 20) { n, c in n * c % 5 }
        let fit = RidgeRegression(features: features, targets: [[1], [2], [3]], penalty: 1)
        #expect(fit.weights[0].allSatisfy { $0.isFinite })
    }
}

private func table(rows: Int, columns: Int, _ value: (Int, Int) -> Int) -> [[Float]] {
    (0..<rows).map { row in (0..<columns).map { Float(value(row, $0)) } }
}

@Suite struct `A reward fit` {
    @Test func `puts held-out pairs in order when the features tell`() {
        let answers = (0..<200).flatMap { prompt in
            (0..<3).map { quality in
                let other = Float((prompt * 7) % 13)
                return LabelledAnswer(
                    prompt: "prompt \(prompt)",
                    features: [Float(quality), other, Float((prompt * quality) % 5)],
                    labels: [Double(quality), Double(quality), 2, 1, 1], length: 100 - quality)
            }
        }
        let fit = RewardFit(answers, weights: [0.3, 0.74, 0.46, 0.47, -0.33])
        #expect(fit.evaluation.weightedSum.accuracy == 1)
        #expect(fit.evaluation.length.accuracy == 0)
        #expect(fit.leftOut.isEmpty)
        #expect(fit.evaluation.answers > 60)
        #expect(fit.trainingAnswers + fit.evaluation.answers == 600)
        #expect(fit.evaluation.squaredErrors[0] < 0.01)
    }

    /// A first feature that tells quality in both sources, and a second one that tells it in one.
    @Test func `is tried on each source that is left out`() throws {
        let answers = ["one", "other"].flatMap { source in
            (0..<60).flatMap { prompt in
                (0..<2).map { quality in
                    let sign: Float = source == "one" ? 1 : -1
                    return LabelledAnswer(
                        prompt: "\(source) \(prompt)",
                        features: [
                            Float(quality) + Float(prompt % 3), 5 * sign * Float(quality),
                        ],
                        labels: [Double(quality), Double(quality), 2, 1, 1], length: 10,
                        section: prompt % 2 == 0 ? "even" : "odd", source: source)
                }
            }
        }
        let fit = RewardFit(answers, weights: [0.3, 0.74, 0.46, 0.47, -0.33])
        #expect(fit.leftOut.map(\.source) == ["one", "other"])
        for left in fit.leftOut {
            #expect(left.weightedSum == PairShare(accuracy: 0, pairs: 60))
            #expect(left.length.accuracy == 0.5)
            #expect(left.bySection["odd"]?.pairs == 30)
        }
        let account = fit.account
        #expect(account.sections.map(\.name) == ["all", "even", "odd"])
        #expect(account.sections[0].leftOut == PairShare(accuracy: 0, pairs: 120))
        let held = account.sections.compactMap(\.heldOut?.pairs)
        #expect(held[0] == held[1] + held[2])
    }

    @Test func `adds parts up to the whole`() {
        let features = (0..<9).map { row in (0..<4).map { Float((row * 5 + $0 * 7) % 11) } }
        let targets = features.map { [Double($0[1]) - 1, 2] }
        let whole = RegressionMoments(features: features, targets: targets)
        let parts = stride(from: 0, to: 9, by: 2).map { start in
            let part = start..<min(9, start + 2)
            return RegressionMoments(
                features: Array(features[part]), targets: Array(targets[part]))
        }
        let sum = parts.reduce(RegressionMoments(width: 4, outputs: 2), +)
        #expect(sum.rows == 9)
        for (one, other) in zip(sum.gram + sum.cross.joined(), whole.gram + whole.cross.joined()) {
            #expect(abs(one - other) < 1e-9)
        }
    }

    @Test func `has something to fit whatever is held out`() {
        for prompt in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            let answer = LabelledAnswer(
                prompt: prompt, features: [1, 2], labels: [1, 2, 3, 2, 1], length: 3)
            let fit = RewardFit([answer], weights: [0.3, 0.74, 0.46, 0.47, -0.33])
            #expect(fit.trainingAnswers == 1)
            #expect(fit.regression([1, 2]).allSatisfy { $0.isFinite })
        }
    }
}
