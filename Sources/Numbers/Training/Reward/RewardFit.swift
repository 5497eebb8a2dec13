import Hashing

/// An answer with its labels and the model's hidden state at its end.
public struct LabelledAnswer: Sendable {
    /// The prompt of the answer. Answers to one prompt are never split, and are compared.
    public let prompt: String
    /// The state of the last layer at the end of the turn, shape `[H]`.
    public let features: [Float]
    /// The five attributes, 0 to 4, in the order of HelpSteer2.
    public let labels: [Double]
    /// The answer's length in characters, for the baseline that uses length alone.
    public let length: Int
    /// The kind of answer, if the data names one: terse, wrong, cut off.
    public let kind: String

    /// An answer with its labels.
    public init(
        prompt: String, features: [Float], labels: [Double], length: Int, kind: String = ""
    ) {
        self.prompt = prompt
        self.features = features
        self.labels = labels
        self.length = length
        self.kind = kind
    }
}

/// A reward head fitted in closed form, and its evaluation on held-out prompts.
public struct RewardFit: Sendable {
    /// Figures on the held-out prompts.
    public struct Evaluation: Sendable {
        /// Mean squared error of each attribute.
        public let squaredErrors: [Double]
        /// Mean squared error of each attribute for a constant prediction, its mean over the
        /// training part.
        public let baselineErrors: [Double]
        /// Share of pairs that the weighted sum orders right; ties count half. A pair is two
        /// answers to one prompt that differ in helpfulness.
        public let pairwiseAccuracy: Double
        /// Share of pairs that the predicted helpfulness alone orders right.
        public let helpfulnessAccuracy: Double
        /// Share of pairs that length alone orders right, longer answers first.
        public let lengthAccuracy: Double
        /// Pairwise accuracy and number of pairs, by the kind of the worse answer.
        public let byKind: [String: (accuracy: Double, pairs: Int)]
        /// Number of pairs.
        public let pairs: Int
        /// Number of answers held out.
        public let answers: Int
    }

    /// The fitted head.
    public let regression: RidgeRegression
    /// The penalty that cross-validation chose.
    public let penalty: Double
    /// Number of answers that the head was fitted to.
    public let trainingAnswers: Int
    /// The evaluation on the held-out answers.
    public let evaluation: Evaluation

    /// Penalties to choose among, in units of the mean square of the centred features.
    static let penalties = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000, 3_000]

    /// Fits a head to four fifths of the prompts, by default, and evaluates it on the others.
    ///
    /// - Parameters:
    ///   - weights: Weights of the attributes in the sum that orders pairs.
    ///   - heldOut: Share of prompts to hold out, chosen by a digest of the prompt.
    public init(_ answers: [LabelledAnswer], weights: [Double], heldOut: Double = 0.2) {
        let training = answers.filter { foldPosition(of: $0.prompt) >= heldOut }
        let testing = answers.filter { foldPosition(of: $0.prompt) < heldOut }
        let scale = meanSquare(training)
        let chosen = Self.penalties.min { left, right in
            crossValidationError(training, left * scale)
                < crossValidationError(training, right * scale)
        }
        penalty = (chosen ?? 1) * scale
        regression = RidgeRegression(
            features: training.map(\.features), targets: training.map(\.labels), penalty: penalty)
        trainingAnswers = training.count
        evaluation = Evaluation(regression, training: training, testing: testing, weights: weights)
    }
}

extension RewardFit.Evaluation {
    init(
        _ head: RidgeRegression, training: [LabelledAnswer], testing: [LabelledAnswer],
        weights: [Double]
    ) {
        let predictions = testing.map { head($0.features) }
        let means = (0..<weights.count).map { attribute in
            training.reduce(0) { $0 + $1.labels[attribute] } / Double(max(1, training.count))
        }
        let count = Double(max(1, testing.count))
        squaredErrors = weights.indices.map { attribute in
            zip(predictions, testing).reduce(0) {
                $0 + square($1.0[attribute] - $1.1.labels[attribute])
            } / count
        }
        baselineErrors = weights.indices.map { attribute in
            testing.reduce(0) { $0 + square(means[attribute] - $1.labels[attribute]) } / count
        }
        let sums = predictions.map { zip($0, weights).reduce(0) { $0 + $1.0 * $1.1 } }
        let pairs = orderedPairs(testing)
        func accuracy(
            of pairs: [(better: Int, worse: Int)], by value: (Int) -> Double
        ) -> Double {
            let right = pairs.reduce(0.0) { total, pair in
                let (better, worse) = (value(pair.better), value(pair.worse))
                return total + (better > worse ? 1 : better == worse ? 0.5 : 0)
            }
            return right / Double(max(1, pairs.count))
        }
        pairwiseAccuracy = accuracy(of: pairs) { sums[$0] }
        helpfulnessAccuracy = accuracy(of: pairs) { predictions[$0][0] }
        lengthAccuracy = accuracy(of: pairs) { Double(testing[$0].length) }
        byKind = Dictionary(grouping: pairs) { testing[$0.worse].kind }.mapValues { pairs in
            (accuracy(of: pairs) { sums[$0] }, pairs.count)
        }
        self.pairs = pairs.count
        answers = testing.count
    }
}

/// Returns the index pairs of answers to one prompt that differ in helpfulness.
private func orderedPairs(_ answers: [LabelledAnswer]) -> [(better: Int, worse: Int)] {
    let groups = Dictionary(grouping: answers.indices) { answers[$0].prompt }
    return groups.values.flatMap { members in
        members.flatMap { one in
            members.filter { answers[$0].labels[0] < answers[one].labels[0] }
                .map { (better: one, worse: $0) }
        }
    }
}

/// Returns a number in 0..<1 from a digest of the prompt's text, the same in every data set.
private func foldPosition(of prompt: String) -> Double {
    var hash = SHA256()
    hash.update(framed: prompt)
    let bits = hash.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Double(bits >> 11) * 0x1p-53
}

/// The squared error of five-fold cross-validation by prompt, summed over attributes.
private func crossValidationError(_ answers: [LabelledAnswer], _ penalty: Double) -> Double {
    let folds = 5
    return (0..<folds).reduce(0) { total, fold in
        // By later digits: held-out prompts took the lowest part of the range.
        let isIn = { (answer: LabelledAnswer) in
            Int(foldPosition(of: answer.prompt) * 1e6) % folds == fold
        }
        let (inside, outside) = (answers.filter(isIn), answers.filter { !isIn($0) })
        guard !inside.isEmpty, !outside.isEmpty else { return total }
        let fit = RidgeRegression(
            features: outside.map(\.features), targets: outside.map(\.labels), penalty: penalty)
        return inside.reduce(total) { sum, answer in
            zip(fit(answer.features), answer.labels).reduce(sum) { $0 + square($1.0 - $1.1) }
        }
    }
}

/// The variance of a feature, averaged over features: the scale of a penalty.
private func meanSquare(_ answers: [LabelledAnswer]) -> Double {
    guard let width = answers.first?.features.count, width > 0 else { return 1 }
    let count = Double(answers.count)
    let spread = (0..<width).reduce(0.0) { total, index in
        let mean = answers.reduce(0) { $0 + Double($1.features[index]) } / count
        return answers.reduce(total) { $0 + square(Double($1.features[index]) - mean) }
    }
    return spread / Double(width) / count
}

private func square(_ value: Double) -> Double { value * value }
