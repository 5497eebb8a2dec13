import Dataflow
public import JSON

/// How tokens are chosen, in the words of a document.
public struct Sampling: Sendable, Equatable {
    /// Divides the logits; 0 takes the most probable token.
    public var temperature = 0.7
    /// Only the k most probable tokens; 0 for all.
    public var topK = 0
    /// Only the most probable tokens that together reach this probability.
    public var topP = 1.0
    /// Only tokens with at least this share of the most probable one's probability.
    public var minP = 0.0
    /// Divides (or multiplies) the logits of tokens seen before.
    public var repetitionPenalty = 1.0
    /// Subtracted once from the logits of tokens already generated.
    public var presencePenalty = 0.0
    /// Subtracted from the logits of tokens already generated, for each time.
    public var frequencyPenalty = 0.0
    /// No n-gram of this length is generated twice; 0 for no such rule.
    public var noRepeatNGram = 0
    /// The longest answer, in tokens.
    public var maxTokens = 256

    /// The defaults.
    public init() {}

    /// The values that a document gives, defaults for the others.
    public init(_ values: JSONObject) {
        self.init(values, temperature: Sampling().temperature)
    }

    /// The same with another temperature where a document gives none.
    init(_ values: JSONObject, temperature other: Double) {
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
    public var json: JSON {
        [
            "temperature": .double(temperature), "topK": .integer(topK), "topP": .double(topP),
            "minP": .double(minP), "repetitionPenalty": .double(repetitionPenalty),
            "presencePenalty": .double(presencePenalty),
            "frequencyPenalty": .double(frequencyPenalty),
            "noRepeatNGram": .integer(noRepeatNGram), "maxTokens": .integer(maxTokens),
        ]
    }

    /// The keys of a document's `"sampling"`.
    static let keys = keys(temperature: 0.7)

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
