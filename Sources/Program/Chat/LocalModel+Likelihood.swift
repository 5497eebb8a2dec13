import Inference
import JSON
import PythonStrings
import Text

extension LocalModel {
    /// Weighs a continuation as lm-evaluation-harness does.
    ///
    /// Context and continuation are encoded as one text and split at the number of tokens that the
    /// context has by itself; white space at the end of the context is moved to the continuation
    /// before. Of a text longer than the context window the beginning of the context is cut off.
    /// After an empty context the text is read in windows that do not overlap, each after one token
    /// more: bos (eos, if the tokenizer has none), then the last token of the window before.
    public func likelihood(
        of continuation: String, after context: String, priority: Int
    ) async throws -> Likelihood {
        let found = try await ChatError.explaining {
            context.isEmpty
                ? try await rollingLikelihoods(of: continuation, priority: priority)
                : try await likelihoods(of: continuation, after: context, priority: priority)
        }
        return Likelihood(
            logProbabilities: found.map(\.logProbability.shortestDouble),
            areGreedy: found.map(\.isGreedy))
    }

    private func likelihoods(
        of continuation: String, after context: String, priority: Int
    ) async throws -> [TokenLikelihood] {
        let whole = encoded(context + continuation)
        let start = encoded(context.trimmingPythonSpaceAtEnd()).count
        guard start < whole.count else {
            throw ChatError.nothingToWeigh(
                model: name, problem: "the continuation adds no token to its context")
        }
        guard start > 0 else { return try await rollingLikelihoods(of: whole, priority: priority) }
        let cut = max(0, whole.count - engine.contextLimit)
        // A continuation that fills the window still needs a token before it.
        return try await engine.likelihoods(
            of: Array(whole[cut...]), from: max(1, start - cut), priority: priority)
    }

    private func rollingLikelihoods(
        of text: String, priority: Int
    ) async throws -> [TokenLikelihood] {
        try await rollingLikelihoods(of: encoded(text), priority: priority)
    }

    private func rollingLikelihoods(
        of tokens: [Int32], priority: Int
    ) async throws -> [TokenLikelihood] {
        guard !tokens.isEmpty else {
            throw ChatError.nothingToWeigh(model: name, problem: "the text is empty")
        }
        guard let first = tokenizer.bosToken ?? tokenizer.eosToken else {
            throw ChatError.nothingToWeigh(
                model: name, problem: "its tokenizer has neither a bos nor an eos token")
        }
        let sequence = tokens[0] == first ? tokens : [first] + tokens
        guard sequence.count > 1 else {
            throw ChatError.nothingToWeigh(model: name, problem: "the text is one control token")
        }
        var found: [TokenLikelihood] = []
        let step = max(1, engine.contextLimit - 1)
        for start in stride(from: 0, to: sequence.count - 1, by: step) {
            let window = sequence[start..<min(sequence.count, start + step + 1)]
            found += try await engine.likelihoods(of: Array(window), priority: priority)
        }
        return found
    }

    /// The tokens of a text with those that the tokenizer puts around it; spelled control tokens are
    /// text.
    private func encoded(_ text: String) -> [Int32] {
        tokenizer.encode(text, addSpecialTokens: true, parseSpecialTokens: false)
    }
}
