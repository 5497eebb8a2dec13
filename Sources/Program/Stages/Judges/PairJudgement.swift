/// The verdict of a judge on a labelled pair.
struct PairJudgement: Sendable {
    enum Verdict: Sendable, Equatable {
        case chosen, rejected, tie, unreadable
    }

    let pair: LabelledPair
    /// The verdict that counts; of a comparing judge, the one for the order drawn by a seed.
    let verdict: Verdict
    /// The verdicts with the chosen answer first and with the rejected one first; empty for judges
    /// of single answers.
    let orders: [Verdict]
    /// The judge's preference for the chosen answer, in its own units.
    let preference: Double
}

extension PairJudgement {
    /// Creates a judgement from the worth of each answer; nil if the judge's reply cannot be read.
    init(_ pair: LabelledPair, worths: [Double?]) {
        let known = worths.compactMap { $0 }
        let preference = known.count == 2 ? known[0] - known[1] : 0
        self.init(
            pair: pair, verdict: known.count == 2 ? Verdict(preferring: preference) : .unreadable,
            orders: [], preference: preference)
    }

    /// Creates a judgement from the worth of the chosen answer minus that of the rejected one.
    init(_ pair: LabelledPair, preference: Double) {
        self.init(
            pair: pair, verdict: Verdict(preferring: preference), orders: [],
            preference: preference)
    }

    /// Creates a judgement from a comparison in both orders; its first answer is the chosen one.
    init(_ pair: LabelledPair, _ comparison: Comparison, chosenIsFirst: Bool) {
        let orders = [Verdict(comparison.saidForward), Verdict(comparison.saidSwapped)]
        self.init(
            pair: pair, verdict: orders[chosenIsFirst ? 0 : 1], orders: orders,
            preference: comparison.preference)
    }

    /// The pair's contribution to accuracy: 1 if chosen is strictly above rejected, 0.5 if the
    /// answer cannot be read, else 0.
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
