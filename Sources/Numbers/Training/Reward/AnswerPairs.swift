import Models

/// The pairs of answers to one prompt that differ in helpfulness.
struct AnswerPairs {
    private let answers: [LabelledAnswer]
    private let pairs: [(better: Int, worse: Int)]

    /// The pairs among some answers, in the order of these.
    init(_ answers: [LabelledAnswer]) {
        self.answers = answers
        let groups = Dictionary(grouping: answers.indices) { answers[$0].prompt }
        pairs = answers.indices.flatMap { better in
            (groups[answers[better].prompt] ?? [])
                .filter { answers[$0].labels[0] < answers[better].labels[0] }
                .map { (better: better, worse: $0) }
        }
    }

    /// The share of all pairs that a value of each answer, by its index, puts in the right order.
    func share(by value: (Int) -> Double) -> PairShare {
        share(of: pairs, by: value)
    }

    /// The shares by a name of each pair's worse answer; those without a name are left out.
    func shares(
        grouped name: KeyPath<LabelledAnswer, String>, by value: (Int) -> Double
    ) -> [String: PairShare] {
        Dictionary(grouping: pairs) { answers[$0.worse][keyPath: name] }
            .filter { !$0.key.isEmpty }
            .mapValues { share(of: $0, by: value) }
    }

    private func share(
        of pairs: [(better: Int, worse: Int)], by value: (Int) -> Double
    ) -> PairShare {
        let right = pairs.reduce(0.0) { total, pair in
            let (better, worse) = (value(pair.better), value(pair.worse))
            return total + (better > worse ? 1 : better == worse ? 0.5 : 0)
        }
        return PairShare(accuracy: right / Double(max(1, pairs.count)), pairs: pairs.count)
    }
}
