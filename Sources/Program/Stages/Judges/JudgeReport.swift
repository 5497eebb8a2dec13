public import Dataflow

/// How well a judge tells better answers from worse ones, and what else moves it.
public struct JudgeReport: Sendable, Equatable {
    /// A part of the pairs.
    public struct Subset: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// How many pairs it has.
        public let pairs: Int
        /// How many it counts for in its section.
        public let weight: Int
        /// The share of right ones.
        public let accuracy: Double
    }

    /// Subsets that are reported together.
    public struct Section: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// The subsets' accuracies, weighted by what they count for.
        public let accuracy: Double
        /// The subsets as they come in the file.
        public let subsets: [Subset]
        /// How many pairs it has.
        public var pairs: Int { subsets.reduce(0) { $0 + $1.pairs } }
    }

    /// What showing the answers in another order does; only of judges that see both.
    public struct Order: Sendable, Equatable {
        /// The share of pairs of which it says the same in both orders.
        public let swapConsistency: Double
        /// Of all answers that choose one, the share that choose the one shown first: 0.5 is unbiased.
        public let firstPosition: Double?
        /// Pairs in which both orders choose the same answer: those that become training data.
        public let agreeing: Int
        /// The share of right ones among these.
        public let agreeingAccuracy: Double?
        /// The share of right ones by the mean preference over both orders: what the judge knows
        /// beneath its bias.
        public let meanAccuracy: Double
    }

    /// What length does.
    public struct Length: Sendable, Equatable {
        /// Correlation of the preference with the difference in characters, each pair seen from both
        /// of its answers, so that neither has a mean: 0 where length tells nothing.
        public let correlation: Double?
        /// The share of decisions for the longer answer.
        public let longerPreferred: Double?
        /// Pairs whose chosen answer is the shorter one, and the share of right ones.
        public let chosenShorter: Share
        /// The same where it is the longer one.
        public let chosenLonger: Share
    }

    /// A share of so many pairs; nil of none.
    public struct Share: Sendable, Equatable {
        /// How many pairs.
        public let pairs: Int
        /// The share.
        public let accuracy: Double?

        init(_ judgements: [PairJudgement]) {
            pairs = judgements.count
            accuracy = mean(judgements.map(\.credit))
        }
    }

    /// What kind of judge it is.
    public let kind: String
    /// The model's name; empty where there is none.
    public let model: String
    /// How many pairs were judged.
    public let pairs: Int
    /// The mean of the sections' accuracies.
    public let overall: Double
    /// The share of right ones among all pairs.
    public let accuracy: Double
    /// Pairs of which it finds both answers equally good.
    public let ties: Int
    /// Pairs of which its answer cannot be read.
    public let unreadable: Int
    /// The sections.
    public let sections: [Section]
    /// What order does; nil of judges that look at one answer at a time.
    public let order: Order?
    /// What length does.
    public let length: Length

    /// Judges all pairs.
    ///
    /// - Parameters:
    ///   - seed: Decides which answer counts as the one shown first.
    ///   - calls: Where the judge's calls are answered.
    ///   - limit: Pairs at work at once.
    public init(
        of judge: PairJudge, on set: PairSet, seed: UInt64 = 0, limit: Int = 64, priority: Int = 0,
        calls: any CallAnswering
    ) async throws {
        let judgements = try await mapConcurrently(set.pairs, limit: limit) { pair in
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

/// The mean; nil of nothing.
private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
