/// Checks whether a response gives the correct answer to a mathematical problem.
///
/// Answers are compared by exact arithmetic: fractions, decimals, mixed numbers, surds, polynomials and
/// matrices, with integers of any size. Thousands separators, currency and percent signs, units and
/// `x =` are ignored; tuples and intervals are ordered, sets and unions are not. Equations are the same
/// in every form: `y = 2x`, `2x - y = 0`, `2y = 4x`.
public struct MathVerifier: Sendable {
    private let gold: String
    private let truth: MathAnswer?

    /// Creates a verifier for a problem's correct answer.
    ///
    /// - Parameter gold: A number or LaTeX, or a solution that ends in `#### answer`.
    public init(gold: String) {
        self.gold = FinalAnswer.gold(in: gold)
        truth = MathAnswer(self.gold)
    }

    /// Compares the final answer of a response with the gold answer; the detail names unequal ones.
    public func verdict(on response: String) -> Verdict {
        let candidates = FinalAnswer.candidates(
            in: response, prefersWords: truth?.isText ?? false)
        guard let found = candidates.first else {
            return Verdict(
                verifier: "math", passed: false, score: 0, detail: "no final answer")
        }
        let isEqual = candidates.contains { equals($0) }
        return Verdict(
            verifier: "math", passed: isEqual, score: isEqual ? 1 : 0,
            detail: isEqual ? "" : "answered \(shortened(found)), not \(shortened(gold))")
    }

    private func equals(_ answer: String) -> Bool {
        guard let truth, let given = MathAnswer(answer) else { return false }
        if truth.equals(given) { return true }
        if let choice = ChoiceLetter.gold(gold) {
            return ChoiceLetter.first(of: answer) == choice
        }
        // "5 m": a letter set apart may be a unit, here of the response, else of the gold answer.
        guard let bare = UnitLetters.removed(from: answer), let given = MathAnswer(bare) else {
            return UnitLetters.removed(from: gold).flatMap(MathAnswer.init)?.equals(given) ?? false
        }
        return truth.equals(given)
    }

    private func shortened(_ text: String) -> String {
        text.count <= 60 ? text : text.prefix(60) + "…"
    }
}
