public import Compute
public import JSON

/// The JSON that calls are remembered under, and the default temperature of documents.
extension SamplingOptions {
    /// What a document gets that says nothing: as the model gives it, but for the temperature.
    static let documentTemperature = 0.7

    /// All values, for keys under which answers are remembered.
    ///
    /// These bytes are part of every call's key: another order, or another key here, and no answer
    /// that was remembered before is found. No document gives a typical-p, so it is here only where
    /// a program gives one.
    public var json: JSON {
        var object: JSONObject = [
            "temperature": .double(temperature), "topK": .integer(topK), "topP": .double(topP),
            "minP": .double(minP), "repetitionPenalty": .double(repetitionPenalty),
            "presencePenalty": .double(presencePenalty),
            "frequencyPenalty": .double(frequencyPenalty),
            "noRepeatNGram": .integer(noRepeatNGram), "maxTokens": .integer(maxTokens),
        ]
        if typicalP != 1 { object["typicalP"] = .double(typicalP) }
        return .object(object)
    }
}
