/// The verdict of a judge on a pair of answers of which the better one is known.
struct PairJudgement: Sendable {
    enum Verdict: Sendable, Equatable {
        case chosen, rejected, tie, unreadable
    }

    let pair: LabelledPair
    /// The verdict that counts. A judge that compares gives it in the order that a seed draws.
    let verdict: Verdict
    /// The verdicts with the chosen and with the rejected answer first; empty for judges of single
    /// answers.
    let orders: [Verdict]
    /// How much the judge prefers the chosen answer, in units of its own.
    let preference: Double
}

extension PairJudgement {
    /// The judgement by what each answer is worth; nil where the judge's reply cannot be read.
    init(_ pair: LabelledPair, worths: [Double?]) {
        let known = worths.compactMap { $0 }
        let preference = known.count == 2 ? known[0] - known[1] : 0
        self.init(
            pair: pair, verdict: known.count == 2 ? Verdict(preferring: preference) : .unreadable,
            orders: [], preference: preference)
    }

    /// The judgement by how much more the chosen answer is worth.
    init(_ pair: LabelledPair, preference: Double) {
        self.init(
            pair: pair, verdict: Verdict(preferring: preference), orders: [],
            preference: preference)
    }

    /// The judgement by a comparison in both orders whose first answer is the chosen one.
    init(_ pair: LabelledPair, _ comparison: Comparison, chosenIsFirst: Bool) {
        let orders = [Verdict(comparison.saidForward), Verdict(comparison.saidSwapped)]
        self.init(
            pair: pair, verdict: orders[chosenIsFirst ? 0 : 1], orders: orders,
            preference: comparison.preference)
    }

    /// What the pair adds to the count of right ones: chosen strictly above rejected is 1, an answer
    /// that cannot be read 0.5, all else 0.
    var credit: Double {
        switch verdict {
        case .chosen: 1
        case .unreadable: 0.5
        case .rejected, .tie: 0
        }
    }
}

extension PairJudgement.Verdict {
    fileprivate init(preferring chosen: Double) {
        self = chosen > 0 ? .chosen : chosen < 0 ? .rejected : .tie
    }

    fileprivate init(_ saying: Comparison.Saying) {
        switch saying {
        case .first: self = .chosen
        case .second: self = .rejected
        case .tie: self = .tie
        case .unreadable: self = .unreadable
        }
    }
}
