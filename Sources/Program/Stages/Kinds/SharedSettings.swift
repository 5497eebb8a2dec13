package import Compute
package import Dataflow

/// Settings shared by several stage kinds.
enum SharedSettings {
    /// The model that a stage calls.
    static let model = model("The model.")

    /// Returns the setting for the model that a stage calls, with a kind's own help.
    static func model(_ summary: String) -> Setting<String> {
        Setting.required("model", .model, summary)
    }

    /// The template of a stage's question.
    static let prompt = Setting.optional(
        "prompt", .template,
        "A Jinja template of the question, a path or the text; lines of [system], [user] or "
            + "[assistant] alone begin a turn. Without it, the field \"prompt\" is asked.")

    /// A system message before the question.
    static let system = Setting.optional(
        "system", .message,
        "A system message to put first: a Jinja template, a path or the text.")

    /// The field with the prompt, for stages without a template.
    static let promptField = Setting(
        "promptField", .text, default: "prompt", "The field with the conversation.",
        formerly: "prompt")

    /// The field with the answer.
    static let response = response("The field with the answer.")

    /// Returns the setting for the field with the answer, with a kind's own help.
    static func response(_ summary: String) -> Setting<String> {
        Setting("response", .text, default: "response", summary)
    }

    /// Returns the setting for the field that takes the stage's result.
    static func into(default field: String, _ summary: String) -> Setting<String> {
        Setting("into", .newField, default: field, summary)
    }

    /// Returns the setting for the fields by which records are grouped or matched.
    static func by(_ summary: String) -> Setting<[String]> {
        Setting.required("by", .oneOrMore(.text), summary)
    }

    /// The records that a gathering stage sees together.
    static let over = Setting(
        "over", .choice(RecordScope.self), default: .source,
        "Which records meet: those made of one source record, or all of the run; these are held in "
            + "memory, and sources are read once.")

    /// The condition on the records that a stage processes.
    static let when = Setting.optional(
        "when", .expression, "Records for which this does not hold pass by untouched.")
}

/// Treatment of a record that does not meet a condition of its stage.
enum RejectOrKeep: String, CaseIterable {
    case reject, keep
}

/// The settings of `"sampling"`: how a model chooses tokens.
package enum SamplingSettings {
    /// The temperature if neither the document nor the kind gives one.
    package static let temperature = SamplingOptions.documentTemperature

    private static let standard = SamplingOptions()
    private static let topK = Setting(
        "topK", .integer(0...1_000_000), default: standard.topK,
        "Keep the k most probable; 0 for all.")
    private static let topP = Setting(
        "topP", .number(0.0001...1), default: standard.topP,
        "Keep the smallest set of this probability.")
    private static let minP = Setting(
        "minP", .number(0...1), default: standard.minP,
        "Keep tokens of this share of the best one's.")
    private static let repetitionPenalty = Setting(
        "repetitionPenalty", .number(0.01...10), default: standard.repetitionPenalty,
        "For tokens seen before.")
    private static let presencePenalty = Setting(
        "presencePenalty", .number(-10...10), default: standard.presencePenalty,
        "Once for generated tokens.")
    private static let frequencyPenalty = Setting(
        "frequencyPenalty", .number(-10...10), default: standard.frequencyPenalty,
        "For every time generated.")
    private static let noRepeatNGram = Setting(
        "noRepeatNGram", .integer(0...100), default: standard.noRepeatNGram,
        "No n-gram of this length twice.")
    private static let maxTokens = Setting(
        "maxTokens", .integer(1...131_072), default: standard.maxTokens,
        "The longest answer, in tokens.")

    private static func temperature(default value: Double) -> Setting<Double> {
        Setting(
            "temperature", .number(0...10), default: value, "Divides the logits; 0 is greedy.")
    }

    /// Returns the form of the object, with a kind's own default temperature.
    package static func form(temperature value: Double = temperature) -> SettingForm<SettingValues>
    {
        .object([
            temperature(default: value), topK, topP, minP, repetitionPenalty, presencePenalty,
            frequencyPenalty, noRepeatNGram, maxTokens,
        ])
    }

    /// Returns the sampling options of a document; nil values give the defaults.
    package static func sampling(
        _ values: SettingValues?, temperature value: Double = temperature
    ) -> SamplingOptions {
        let values = values ?? .none
        var sampling = SamplingOptions()
        sampling.temperature = values[temperature(default: value)]
        sampling.topK = values[topK]
        sampling.topP = values[topP]
        sampling.minP = values[minP]
        sampling.repetitionPenalty = values[repetitionPenalty]
        sampling.presencePenalty = values[presencePenalty]
        sampling.frequencyPenalty = values[frequencyPenalty]
        sampling.noRepeatNGram = values[noRepeatNGram]
        sampling.maxTokens = values[maxTokens]
        return sampling
    }
}
