/// Checks whether a response gives the correct answer to a mathematical problem.
///
/// Answers are compared by exact arithmetic: fractions, decimals, mixed numbers, surds, polynomials and
/// matrices, with integers of any size. Thousands separators, currency signs, units and `x =` are
/// ignored; `50%` is 50 and 1/2. Tuples and intervals are ordered, sets are not, unions are compared
/// as sets of real numbers. Equations are the same in every form: `y = 2x`, `2x - y = 0`, `2y = 4x`.
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
        if truth.equals(given) || haveSameWords(answer) { return true }
        if let choice = ChoiceLetter.gold(gold) {
            return ChoiceLetter.first(of: answer) == choice
        }
        if let rest = ChoiceLetter.value(after: answer), MathAnswer(rest)?.equals(truth) ?? false {
            return true
        }
        // "5 m": a letter set apart may be a unit, here of the response, else of the gold answer.
        guard let bare = UnitLetters.removed(from: answer), let given = MathAnswer(bare) else {
            return UnitLetters.removed(from: gold).flatMap(MathAnswer.init)?.equals(given) ?? false
        }
        return truth.equals(given)
    }

    /// Whether both are the same words; short ones may be products of letters, which keep their case.
    private func haveSameWords(_ answer: String) -> Bool {
        let words = MathAnswer.written(gold)
        return words == MathAnswer.written(answer)
            && words.allSatisfy { $0.isLetter || $0 == " " || $0 == "-" }
            && words.split(separator: " ").contains { $0.count >= 3 }
    }

    private func shortened(_ text: String) -> String {
        text.count <= 60 ? text : text.prefix(60) + "…"
    }
}
