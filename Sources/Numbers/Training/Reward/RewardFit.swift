import Hashing
public import Models

/// A reward head fitted in closed form, and what it makes of answers that it was not fitted to.
public struct RewardFit: Sendable {
    /// Figures on the held-out prompts.
    public struct Evaluation: Sendable {
        /// Mean squared error of each attribute.
        public let squaredErrors: [Double]
        /// Mean squared error of each attribute for a constant prediction, its mean over the
        /// training part.
        public let baselineErrors: [Double]
        /// The pairs that the weighted sum orders right.
        public let weightedSum: PairShare
        /// The pairs that the predicted helpfulness alone orders right.
        public let helpfulness: PairShare
        /// The pairs that length alone orders right, longer answers first.
        public let length: PairShare
        /// The pairs that the weighted sum orders right, by the kind of the worse answer.
        public let byKind: [String: PairShare]
        /// The same by section.
        public let bySection: [String: PairShare]
        /// Number of answers held out.
        public let answers: Int
    }

    /// A head fitted without a source's answers, tried on all of them.
    public struct LeftOut: Sendable {
        /// The source that was left out.
        public let source: String
        /// The pairs that the weighted sum orders right.
        public let weightedSum: PairShare
        /// The pairs that length alone orders right.
        public let length: PairShare
        /// The pairs that the weighted sum orders right, by section.
        public let bySection: [String: PairShare]
    }

    /// The fitted head.
    public let regression: RidgeRegression
    /// The penalty that was chosen.
    public let penalty: Double
    /// Number of answers that the head was fitted to.
    public let trainingAnswers: Int
    /// The evaluation on the held-out answers.
    public let evaluation: Evaluation
    /// The evaluation on each source without which a head was fitted; empty if there is one source.
    public let leftOut: [LeftOut]

    /// Penalties to choose among, in units of a feature's variance.
    static let penalties = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1_000, 3_000]

    /// Fits a head to four fifths of the prompts, by default, and evaluates it on the others.
    ///
    /// The penalty is the one that puts most pairs in order in parts that are left out in turn:
    /// sources if there are several, else fifths of the prompts. Each part counts the same.
    ///
    /// - Parameters:
    ///   - answers: At least one. Of one prompt, all have one source.
    ///   - weights: Weights of the attributes in the sum that orders pairs.
    ///   - heldOut: Share of prompts to hold out, chosen by a digest of the prompt.
    public init(_ answers: [LabelledAnswer], weights: [Double], heldOut: Double = 0.2) {
        let remaining = answers.filter { foldPosition(of: $0.prompt) >= heldOut }
        // Of few prompts all may be held out.
        let training = remaining.isEmpty ? answers : remaining
        let testing = answers.filter { foldPosition(of: $0.prompt) < heldOut }
        let parts = LeaveOneOut(training)
        penalty = parts.bestPenalty(of: Self.penalties, weights)
        regression = RidgeRegression(standardising: parts.moments, penalty: penalty)
        trainingAnswers = training.count
        evaluation = Evaluation(regression, training: training, testing: testing, weights: weights)
        let penalty = penalty
        leftOut = parts.names.enumerated().compactMap { index, source in
            guard !parts.areFolds else { return nil }
            let head = RidgeRegression(
                standardising: parts.moments(without: index), penalty: penalty)
            return LeftOut(source, answers.filter { $0.source == source }, head, weights)
        }
    }

    /// The figures for the head's file: all pairs, then sections by name.
    public var account: PairAccount {
        let names = Set(evaluation.bySection.keys).union(leftOut.flatMap(\.bySection.keys))
        let all = PairAccount.Section(
            name: "all", heldOut: evaluation.weightedSum,
            leftOut: Self.mean(leftOut.map(\.weightedSum)))
        return PairAccount(
            sections: [all]
                + names.sorted().map { name in
                    PairAccount.Section(
                        name: name, heldOut: evaluation.bySection[name],
                        leftOut: Self.mean(leftOut.compactMap { $0.bySection[name] }))
                })
    }

    /// The mean over sources, each counting the same; nil without sources.
    private static func mean(_ shares: [PairShare]) -> PairShare? {
        guard !shares.isEmpty else { return nil }
        return PairShare(
            accuracy: shares.reduce(0) { $0 + $1.accuracy } / Double(shares.count),
            pairs: shares.reduce(0) { $0 + $1.pairs })
    }
}

extension RewardFit.LeftOut {
    init(
        _ source: String, _ answers: [LabelledAnswer], _ head: RidgeRegression, _ weights: [Double]
    ) {
        self.source = source
        let sums = answers.map { weighted(head($0.features), weights) }
        let pairs = AnswerPairs(answers)
        weightedSum = pairs.share { sums[$0] }
        length = pairs.share { Double(answers[$0].length) }
        bySection = pairs.shares(grouped: \.section) { sums[$0] }
    }
}

extension RewardFit.Evaluation {
    init(
        _ head: RidgeRegression, training: [LabelledAnswer], testing: [LabelledAnswer],
        weights: [Double]
    ) {
        let predictions = testing.map { head($0.features) }
        let means = weights.indices.map { attribute in
            training.reduce(0) { $0 + $1.labels[attribute] } / Double(max(1, training.count))
        }
        func meanSquare(_ attribute: Int, _ predicted: (Int) -> Double) -> Double {
            testing.indices.reduce(0) {
                $0 + square(predicted($1) - testing[$1].labels[attribute])
            } / Double(max(1, testing.count))
        }
        squaredErrors = weights.indices.map { attribute in
            meanSquare(attribute) { predictions[$0][attribute] }
        }
        baselineErrors = weights.indices.map { attribute in
            meanSquare(attribute) { _ in means[attribute] }
        }
        let sums = predictions.map { weighted($0, weights) }
        let pairs = AnswerPairs(testing)
        weightedSum = pairs.share { sums[$0] }
        helpfulness = pairs.share { predictions[$0][0] }
        length = pairs.share { Double(testing[$0].length) }
        byKind = pairs.shares(grouped: \.kind) { sums[$0] }
        bySection = pairs.shares(grouped: \.section) { sums[$0] }
        answers = testing.count
    }
}

/// Answers in parts that are left out in turn: their sources, or five folds by prompt.
private struct LeaveOneOut {
    let names: [String]
    /// Whether the parts are folds of one source.
    let areFolds: Bool
    private let parts: [[LabelledAnswer]]
    private let partMoments: [RegressionMoments]
    private let empty: RegressionMoments

    private static let folds = 5

    /// - Precondition: There are answers.
    init(_ answers: [LabelledAnswer]) {
        let sources = Dictionary(grouping: answers, by: \.source)
        areFolds = sources.count < 2
        let groups =
            areFolds
            // By later digits: held-out prompts took the lowest part of the range.
            ? Dictionary(grouping: answers) {
                String(Int(foldPosition(of: $0.prompt) * 1e6) % Self.folds)
            } : sources
        names = groups.keys.sorted()
        parts = names.map { groups[$0] ?? [] }
        partMoments = parts.map { part in
            RegressionMoments(features: part.map(\.features), targets: part.map(\.labels))
        }
        empty = RegressionMoments(
            width: answers[0].features.count, outputs: answers[0].labels.count)
    }

    var moments: RegressionMoments { partMoments.reduce(empty, +) }

    func moments(without part: Int) -> RegressionMoments {
        partMoments.indices.filter { $0 != part }.map { partMoments[$0] }.reduce(empty, +)
    }

    /// The best of some penalties; of equally good ones that with the least squared error.
    func bestPenalty(of penalties: [Double], _ weights: [Double]) -> Double {
        guard parts.count > 1 else { return penalties[penalties.count / 2] }
        var accuracies = penalties.map { _ in 0.0 }
        var errors = accuracies
        for (part, answers) in parts.enumerated() {
            let others = moments(without: part)
            let pairs = AnswerPairs(answers)
            for (index, penalty) in penalties.enumerated() {
                let head = RidgeRegression(standardising: others, penalty: penalty)
                let predictions = answers.map { head($0.features) }
                let sums = predictions.map { weighted($0, weights) }
                accuracies[index] += pairs.share { sums[$0] }.accuracy
                errors[index] += zip(predictions, answers).reduce(0) { sum, pair in
                    zip(pair.0, pair.1.labels).reduce(sum) { $0 + square($1.0 - $1.1) }
                }
            }
        }
        let best = penalties.indices.max {
            (accuracies[$0], -errors[$0]) < (accuracies[$1], -errors[$1])
        }
        return penalties[best ?? 0]
    }
}

/// Returns a number in 0..<1 from a digest of the prompt's text, the same in every data set.
private func foldPosition(of prompt: String) -> Double {
    var hash = SHA256()
    hash.update(framed: prompt)
    let bits = hash.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Double(bits >> 11) * 0x1p-53
}

private func weighted(_ values: [Double], _ weights: [Double]) -> Double {
    zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
}

private func square(_ value: Double) -> Double { value * value }
