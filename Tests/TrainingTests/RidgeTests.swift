import Testing

@testable import Training

@Suite struct `Ridge regression` {
    @Test func `recovers a linear rule from exact data when the penalty is small`() {
        let features: [[Float]] = (0..<40).map { n in
            (0..<5).map { Float((n * 7 + $0 * $0 * 3 + n * $0) % 11) }
        }
        let rule: ([Float]) -> [Double] = { x in
            [Double(x[0]) - 2 * Double(x[3]) + 1, 0.5 * Double(x[1] + x[2] + x[4]) - 3]
        }
        let fit = RidgeRegression(features: features, targets: features.map(rule), penalty: 1e-8)
        for row in features {
            for (found, expected) in zip(fit(row), rule(row)) {
                #expect(abs(found - expected) < 1e-5)
            }
        }
    }

    @Test(arguments: [0.01, 1, 100])
    func `sits where the gradient of its loss is zero`(penalty: Double) {
        let features: [[Float]] = (0..<30).map { n in (0..<8).map { Float((n * 13 + $0 * 29) % 17) } }
        let targets: [[Double]] = (0..<30).map { [Double(($0 * 31) % 7)] }
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
        let features: [[Float]] = (0..<3).map { n in (0..<20).map { Float(n * $0 % 5) } }
        let fit = RidgeRegression(features: features, targets: [[1], [2], [3]], penalty: 1)
        #expect(fit.weights[0].allSatisfy(\.isFinite))
    }
}

@Suite struct `A reward fit` {
    @Test func `puts held-out pairs in order when the features tell`() {
        let answers = (0..<200).flatMap { prompt in
            (0..<3).map { quality in
                LabelledAnswer(
                    prompt: "prompt \(prompt)",
                    features: [Float(quality), Float((prompt * 7) % 13), Float((prompt * quality) % 5)],
                    labels: [Double(quality), Double(quality), 2, 1, 1], length: 100 - quality)
            }
        }
        let fit = RewardFit(answers, weights: [0.3, 0.74, 0.46, 0.47, -0.33])
        #expect(fit.evaluation.pairwiseAccuracy == 1)
        #expect(fit.evaluation.lengthAccuracy == 0)
        #expect(fit.evaluation.answers > 60)
        #expect(fit.trainingAnswers + fit.evaluation.answers == 600)
        #expect(fit.evaluation.squaredErrors[0] < 0.01)
    }
}
