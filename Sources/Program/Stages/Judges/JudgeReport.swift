import Concurrency
public import Dataflow

/// The accuracy of a judge on labelled pairs, and its biases of order and length.
public struct JudgeReport: Sendable, Equatable {
    /// The accuracy in a subset of the pairs.
    public struct Subset: Sendable, Equatable {
        /// The subset's name.
        public let name: String
        /// The number of pairs in the subset.
        public let pairs: Int
        /// The number of pairs that the subset counts for in its section.
        public let weight: Int
        /// The share of pairs that the judge gets right.
        public let accuracy: Double
    }

    /// The accuracy in a section, a group of subsets reported together.
    public struct Section: Sendable, Equatable {
        /// The section's name.
        public let name: String
        /// The mean of the subsets' accuracies, weighted by ``Subset/weight``.
        public let accuracy: Double
        /// The subsets in the order of the file.
        public let subsets: [Subset]
        /// The number of pairs in the section.
        public var pairs: Int { subsets.reduce(0) { $0 + $1.pairs } }
    }

    /// The bias of order, of judges that see both answers at once.
    public struct Order: Sendable, Equatable {
        /// The share of pairs on which the judge gives the same verdict in both orders.
        public let swapConsistency: Double
        /// Of the verdicts for one answer, the share for the answer shown first; 0.5 is unbiased.
        public let firstPosition: Double?
        /// The pairs on which both orders choose the same answer: they would become training data.
        public let agreeing: Int
        /// The share of the agreeing pairs that the judge gets right.
        public let agreeingAccuracy: Double?
        /// The share of pairs that the mean preference over both orders gets right: the accuracy
        /// without the bias of order.
        public let meanAccuracy: Double
    }

    /// The bias of length.
    public struct Length: Sendable, Equatable {
        /// Correlation of the preference with the difference in characters; 0 if independent of
        /// length. Each pair counts from both of its answers, so that both variables have mean 0.
        public let correlation: Double?
        /// The share of verdicts for the longer answer.
        public let longerPreferred: Double?
        /// The pairs whose chosen answer is the shorter one.
        public let chosenShorter: Share
        /// The pairs whose chosen answer is the longer one.
        public let chosenLonger: Share
    }

    /// The accuracy in some of the pairs; nil if there are none.
    public struct Share: Sendable, Equatable {
        /// The number of pairs.
        public let pairs: Int
        /// The share of pairs that the judge gets right.
        public let accuracy: Double?

        init(_ judgements: [PairJudgement]) {
            pairs = judgements.count
            accuracy = mean(judgements.map(\.credit))
        }
    }

    /// The kind of judge.
    public let kind: String
    /// The name of the judge's model; empty if it has none.
    public let model: String
    /// The number of pairs that were judged.
    public let pairs: Int
    /// The mean of the sections' accuracies.
    public let overall: Double
    /// The share of all pairs that the judge gets right.
    public let accuracy: Double
    /// The pairs whose answers the judge finds equally good.
    public let ties: Int
    /// The pairs on which the judge's reply cannot be read.
    public let unreadable: Int
    /// The sections in the order of RewardBench, then of the file.
    public let sections: [Section]
    /// The bias of order; nil for judges that see one answer at a time.
    public let order: Order?
    /// The bias of length.
    public let length: Length

    /// Judges all pairs.
    ///
    /// - Parameters:
    ///   - seed: Decides which answer counts as the one shown first.
    ///   - calls: Answers the judge's calls, from memory if it can.
    ///   - limit: The most pairs judged at once.
    ///   - onResult: Called with the number of pairs judged so far.
    public init(
        of judge: PairJudge, on set: PairSet, seed: UInt64 = 0, limit: Int = 64, priority: Int = 0,
        calls: any CallAnswering, onResult: (Int) -> Void = { _ in }
    ) async throws {
        let judgements = try await mapConcurrently(
            set.pairs, limit: limit, onResult: onResult
        ) { pair in
            try await judge.judge(pair, seed: seed, priority: priority, calls)
        }
        self.init(
            kind: judge.kind, model: judge.modelName, sections: set.sections, judgements)
    }

    init(kind: String, model: String, sections names: [String], _ judgements: [PairJudgement]) {
        self.kind = kind
        self.model = model
        pairs = judgements.count
        sections = names.map { name in
            Section(name, judgements.filter { $0.pair.section == name })
        }
        overall = mean(sections.map(\.accuracy)) ?? 0
        accuracy = mean(judgements.map(\.credit)) ?? 0
        ties = judgements.count { $0.verdict == .tie }
        unreadable = judgements.count { $0.verdict == .unreadable }
        order = Order(judgements)
        length = Length(judgements)
    }
}

extension JudgeReport.Section {
    fileprivate init(_ name: String, _ judgements: [PairJudgement]) {
        var names: [String] = []
        for judgement in judgements where !names.contains(judgement.pair.subset) {
            names.append(judgement.pair.subset)
        }
        let subsets = names.map { subset in
            let own = judgements.filter { $0.pair.subset == subset }
            return JudgeReport.Subset(
                name: subset, pairs: own.count, weight: own[0].pair.subsetWeight ?? own.count,
                accuracy: mean(own.map(\.credit)) ?? 0)
        }
        let weight = subsets.reduce(0) { $0 + $1.weight }
        self.init(
            name: name,
            accuracy: subsets.reduce(0) { $0 + $1.accuracy * Double($1.weight) } / Double(weight),
            subsets: subsets)
    }
}

extension JudgeReport.Order {
    fileprivate init?(_ judgements: [PairJudgement]) {
        let both = judgements.filter { $0.orders.count == 2 }
        guard !both.isEmpty else { return nil }
        swapConsistency =
            Double(both.count { $0.orders[0] == $0.orders[1] && $0.orders[0] != .unreadable })
            / Double(both.count)
        let first = both.reduce(0) { sum, judgement in
            sum + (judgement.orders[0] == .chosen ? 1 : 0)
                + (judgement.orders[1] == .rejected ? 1 : 0)
        }
        let decided = both.flatMap(\.orders).count { $0 == .chosen || $0 == .rejected }
        firstPosition = decided == 0 ? nil : Double(first) / Double(decided)
        let kept = both.filter {
            $0.orders[0] == $0.orders[1] && [.chosen, .rejected].contains($0.orders[0])
        }
        agreeing = kept.count
        agreeingAccuracy = mean(kept.map { $0.orders[0] == .chosen ? 1 : 0 })
        meanAccuracy = mean(both.map { $0.preference > 0 ? 1 : 0 }) ?? 0
    }
}

extension JudgeReport.Length {
    fileprivate init(_ judgements: [PairJudgement]) {
        var (product, preferences, lengths) = (0.0, 0.0, 0.0)
        for judgement in judgements where judgement.verdict != .unreadable {
            let difference = Double(judgement.pair.lengthDifference)
            product += difference * judgement.preference
            preferences += judgement.preference * judgement.preference
            lengths += difference * difference
        }
        let scale = (preferences * lengths).squareRoot()
        correlation = scale > 0 ? product / scale : nil
        let decided = judgements.filter {
            $0.pair.lengthDifference != 0 && [.chosen, .rejected].contains($0.verdict)
        }
        longerPreferred = mean(
            decided.map { ($0.pair.lengthDifference > 0) == ($0.verdict == .chosen) ? 1 : 0 })
        chosenShorter = JudgeReport.Share(judgements.filter { $0.pair.lengthDifference < 0 })
        chosenLonger = JudgeReport.Share(judgements.filter { $0.pair.lengthDifference > 0 })
    }
}

/// Returns the mean; nil if there are no values.
private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
