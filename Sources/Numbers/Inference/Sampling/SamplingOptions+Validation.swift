public import Compute

extension SamplingOptions {
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
}
