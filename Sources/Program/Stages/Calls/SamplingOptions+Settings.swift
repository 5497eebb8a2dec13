public import Compute
import Dataflow
public import JSON

/// Options in a document's words: reading, keys, and the JSON that calls are remembered under.
extension SamplingOptions {
    /// What a document gets that says nothing: as the model gives it, but for the temperature.
    static let documentTemperature = 0.7

    /// The values that a document gives, defaults for the others.
    public init(_ values: JSONObject) {
        self.init(values, temperature: Self.documentTemperature)
    }

    /// The same with another temperature where a document gives none.
    init(_ values: JSONObject, temperature other: Double) {
        self.init()
        temperature = values["temperature"]?.double ?? other
        topK = values["topK"]?.integer ?? topK
        topP = values["topP"]?.double ?? topP
        minP = values["minP"]?.double ?? minP
        repetitionPenalty = values["repetitionPenalty"]?.double ?? repetitionPenalty
        presencePenalty = values["presencePenalty"]?.double ?? presencePenalty
        frequencyPenalty = values["frequencyPenalty"]?.double ?? frequencyPenalty
        noRepeatNGram = values["noRepeatNGram"]?.integer ?? noRepeatNGram
        maxTokens = values["maxTokens"]?.integer ?? maxTokens
    }

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

    /// The keys of a document's `"sampling"`.
    static let keys = keys(temperature: documentTemperature)

    /// The same with another temperature where a document gives none.
    static func keys(temperature: Double) -> [StageKey] {
        [
            .optional(
                "temperature", .number(0...10), default: .double(temperature),
                "Divides the logits; 0 is greedy.")
        ] + otherKeys
    }

    private static let otherKeys: [StageKey] = [
        .optional(
            "topK", .integer(0...1_000_000), default: 0, "Keep the k most probable; 0 for all."),
        .optional(
            "topP", .number(0...1), default: 1.0, "Keep the smallest set of this probability."),
        .optional(
            "minP", .number(0...1), default: 0.0, "Keep tokens of this share of the best one's."),
        .optional("repetitionPenalty", .number(0.01...10), default: 1.0, "For tokens seen before."),
        .optional("presencePenalty", .number(-10...10), default: 0.0, "Once for generated tokens."),
        .optional("frequencyPenalty", .number(-10...10), default: 0.0, "For every time generated."),
        .optional(
            "noRepeatNGram", .integer(0...100), default: 0, "No n-gram of this length twice."),
        .optional(
            "maxTokens", .integer(1...131_072), default: 256, "The longest answer, in tokens."),
    ]
}
