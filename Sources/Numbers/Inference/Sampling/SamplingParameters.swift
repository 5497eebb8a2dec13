/// How the next token is chosen from the logits.
///
/// Applied in this order: repetition penalty, presence and frequency penalties, n-gram ban,
/// temperature, top-k, top-p, min-p, typical-p; then one draw. The meaning of each is that of
/// Hugging Face's `generate` (presence and frequency: OpenAI's). Defaults change nothing.
public struct SamplingParameters: Sendable, Hashable, Codable {
    /// Divides the logits; 0 takes the most likely token, the lowest id of equals.
    public var temperature: Double = 1
    /// Keeps logits that are at least the k-th greatest; 0 keeps all.
    public var topK: Int = 0
    /// Keeps the fewest most likely tokens whose probabilities reach this sum.
    public var topP: Double = 1
    /// Keeps tokens at least this fraction as likely as the most likely one.
    public var minP: Double = 0
    /// Keeps the tokens nearest to the entropy until their probabilities reach this sum
    /// (Meister et al. 2022, arXiv:2202.00666).
    public var typicalP: Double = 1
    /// Divides positive and multiplies negative logits of ids that prompt or reply contain.
    public var repetitionPenalty: Double = 1
    /// Subtracted once from the logits of ids that the reply contains.
    public var presencePenalty: Double = 0
    /// Subtracted from the logits of ids once for each time that the reply contains them.
    public var frequencyPenalty: Double = 0
    /// No sequence of this many ids occurs twice in prompt and reply; 0 allows all.
    public var noRepeatNGram: Int = 0
    /// The most tokens that a reply has.
    public var maxTokens: Int = 256

    /// Parameters that leave the distribution as the model gives it.
    public init() {}

    /// The most likely token at each step.
    public static func greedy(maxTokens: Int) -> SamplingParameters {
        var parameters = SamplingParameters()
        parameters.temperature = 0
        parameters.maxTokens = maxTokens
        return parameters
    }

    /// - Throws: ``EngineError/badSampling(key:found:expected:)`` for the first value out of range.
    public func validate() throws(EngineError) {
        func require(
            _ key: String,
            _ value: Double,
            _ isRight: Bool,
            _ expected: String
        ) throws(EngineError) {
            guard isRight else {
                throw .badSampling(key: key, found: "\(value)", expected: expected)
            }
        }
        try require(
            "temperature",
            temperature,
            temperature >= 0 && temperature.isFinite,
            "0 or more"
        )
        try require("topK", Double(topK), topK >= 0, "0 or more")
        try require("topP", topP, topP > 0 && topP <= 1, "above 0 and at most 1")
        try require("minP", minP, (0...1).contains(minP), "from 0 to 1")
        try require("typicalP", typicalP, typicalP > 0 && typicalP <= 1, "above 0 and at most 1")
        try require(
            "repetitionPenalty",
            repetitionPenalty,
            repetitionPenalty > 0 && repetitionPenalty.isFinite,
            "above 0"
        )
        try require("presencePenalty", presencePenalty, presencePenalty.isFinite, "a number")
        try require("frequencyPenalty", frequencyPenalty, frequencyPenalty.isFinite, "a number")
        try require("noRepeatNGram", Double(noRepeatNGram), noRepeatNGram >= 0, "0 or more")
        try require("maxTokens", Double(maxTokens), maxTokens >= 0, "0 or more")
    }

    /// Whether logits are changed before the temperature.
    var hasPenalties: Bool {
        repetitionPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0
            || noRepeatNGram > 0
    }
}
