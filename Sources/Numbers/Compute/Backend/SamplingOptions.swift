/// How the next token is chosen from the logits, and how many tokens a reply may have.
///
/// Applied in this order: repetition penalty, presence and frequency penalties, n-gram ban,
/// temperature, top-k, top-p, min-p, typical-p; then one draw. The meaning of each is that of
/// Hugging Face's `generate` (presence and frequency: OpenAI's). Defaults change nothing.
public struct SamplingOptions: Sendable, Hashable {
    /// Divides the logits. 0 or more; 0 takes the most likely token, the lowest id of equals.
    public var temperature = 1.0
    /// Keeps logits that are at least the k-th greatest. 0 or more; 0 keeps all
    /// (Fan et al. 2018, arXiv:1805.04833).
    public var topK = 0
    /// Keeps the fewest most likely tokens whose probabilities reach this sum. Above 0, at most 1
    /// (Holtzman et al. 2019, arXiv:1904.09751).
    public var topP = 1.0
    /// Keeps tokens at least this fraction as likely as the most likely one. From 0 to 1
    /// (Nguyen et al. 2024, arXiv:2407.01082).
    public var minP = 0.0
    /// Keeps the tokens nearest to the entropy until their probabilities reach this sum. Above 0, at
    /// most 1 (Meister et al. 2022, arXiv:2202.00666).
    public var typicalP = 1.0
    /// Divides positive and multiplies negative logits of tokens that prompt or reply contain. Above
    /// 0 (Keskar et al. 2019, arXiv:1909.05858).
    public var repetitionPenalty = 1.0
    /// Subtracted once from the logits of tokens that the reply contains. Any number; OpenAI's API
    /// allows -2 to 2.
    public var presencePenalty = 0.0
    /// Subtracted from the logits of tokens once for each time that the reply contains them. Any
    /// number; OpenAI's API allows -2 to 2.
    public var frequencyPenalty = 0.0
    /// No sequence of this many tokens occurs twice in prompt and reply. 0 or more; 0 allows all
    /// (Paulus et al. 2017, arXiv:1705.04304).
    public var noRepeatNGram = 0
    /// Most tokens of a reply. 0 or more.
    public var maxTokens = 256

    /// Options that leave the distribution as the model gives it.
    public init() {}

    /// The most likely token at each step.
    public static func greedy(maxTokens: Int) -> SamplingOptions {
        var options = SamplingOptions()
        options.temperature = 0
        options.maxTokens = maxTokens
        return options
    }

    /// Whether logits are changed before the temperature.
    package var hasPenalties: Bool {
        repetitionPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0
            || noRepeatNGram > 0
    }
}
