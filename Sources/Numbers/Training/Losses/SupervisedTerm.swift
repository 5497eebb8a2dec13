/// How the log-probabilities of chosen answers become one number beside a preference loss.
public struct SupervisedTerm: Sendable, Equatable {
    /// What is averaged.
    public enum Reduction: String, Sendable, CaseIterable {
        /// The mean over all chosen tokens of the step, as TRL's `rpo_alpha`.
        case tokens
        /// The mean over answers of the sum over their tokens, as NeMo-Aligner's default.
        case sequences
        /// The mean over answers of the mean over their tokens, as NeMo-Aligner's
        /// `sft_average_log_probs`.
        case sequenceMeans
    }

    /// Factor of the term; 0 for none.
    public var weight: Double
    /// What is averaged.
    public var reduction: Reduction

    /// A term; the default is none.
    public init(weight: Double = 0, reduction: Reduction = .tokens) {
        (self.weight, self.reduction) = (weight, reduction)
    }

    /// The share of one token of a chosen answer in the mean: the term is −weight · Σ share · log p.
    ///
    /// - Parameters:
    ///   - length: Tokens of the answer.
    ///   - pairs: Pairs of the step.
    ///   - tokens: Chosen tokens of the step.
    public func share(length: Int, pairs: Int, tokens: Int) -> Double {
        switch reduction {
        case .tokens: 1 / Double(max(1, tokens))
        case .sequences: 1 / Double(max(1, pairs))
        case .sequenceMeans: 1 / (Double(max(1, pairs)) * Double(max(1, length)))
        }
    }
}
