import Inference
import Text

extension LocalModel {
    /// Replies with one of `choices`, drawn or chosen by the probability of each as a whole.
    ///
    /// The probability of a choice is the product of its tokens' probabilities after the prompt;
    /// ``ChatReply/choiceProbabilities`` are these products as shares of their sum. If the tokens
    /// of one choice are a prefix of another's, the end of the turn counts as a token of every
    /// choice: without it the shorter choice would always win.
    func choose(_ choices: [String], _ request: ChatRequest) async throws -> ChatReply {
        try AnswerConstraint.choices(choices).validate()
        let prompt = try tokens(of: request.messages, isOpen: true)
        var continuations = choices.map {
            tokenizer.encode($0, addSpecialTokens: false, parseSpecialTokens: false)
        }
        let lengths = continuations.map(\.count)
        let end = tokenizer.eosToken ?? tokenizer.endOfTurnTokens.min()
        if let end, continuations.hasPrefixes { continuations = continuations.map { $0 + [end] } }
        let choice = try await ChatError.explaining { [continuations] in
            try await engine.choose(
                among: continuations, after: prompt, temperature: request.sampling.temperature,
                seed: request.seed, priority: request.priority)
        }
        return ChatReply(
            text: choices[choice.index], isTruncated: false, tokens: lengths[choice.index],
            promptTokens: prompt.count,
            meanLogProbability: choice.logProbabilities[choice.index]
                / Double(continuations[choice.index].count),
            choiceProbabilities: choice.probabilities)
    }
}

extension [[Int32]] {
    /// Whether one list of tokens is a prefix of another.
    fileprivate var hasPrefixes: Bool {
        let sorted = sorted { $0.lexicographicallyPrecedes($1) }
        return zip(sorted, sorted.dropFirst()).contains { $1.starts(with: $0) }
    }
}
