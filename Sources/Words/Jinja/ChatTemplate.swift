public import JSON

/// A model's chat template: turns a conversation into the text that the model reads.
///
/// The template sees the names that chat templates expect: `messages`, `add_generation_prompt`,
/// `bos_token`, `eos_token`, `tools` and `documents` (none unless given), `raise_exception` and
/// `strftime_now`.
public struct ChatTemplate: Sendable {
    /// The parsed template.
    public let template: Template
    private let bosToken: String?
    private let eosToken: String?
    private let functions: TemplateFunctions

    /// Parses `source`, a tokenizer's `chat_template`.
    ///
    /// - Parameters:
    ///   - bosToken: The text of the token that begins a sequence, if the model has one.
    ///   - eosToken: The text of the token that ends a reply, if the model has one.
    ///   - clock: The time that `strftime_now` formats.
    public init(
        _ source: String,
        bosToken: String?,
        eosToken: String?,
        clock: @escaping @Sendable () -> CalendarTime = CalendarTime.now
    ) throws(TemplateError) {
        template = try Template(source, name: "chat_template")
        self.bosToken = bosToken
        self.eosToken = eosToken
        functions = TemplateFunctions.none.withClock(clock)
    }

    /// Renders the conversation as the text that the model reads.
    ///
    /// - Parameters:
    ///   - messages: Objects with `role` and `content`, oldest first.
    ///   - addGenerationPrompt: Whether the text ends where the model's reply begins.
    ///   - extra: Further variables, such as `tools`; they override the standard ones.
    public func render(
        messages: [JSON],
        addGenerationPrompt: Bool = true,
        extra: JSONObject = [:]
    ) throws(TemplateError) -> String {
        var context: JSONObject = [
            "messages": .array(messages), "add_generation_prompt": .bool(addGenerationPrompt),
            "tools": .null, "documents": .null,
        ]
        if let bosToken { context["bos_token"] = .string(bosToken) }
        if let eosToken { context["eos_token"] = .string(eosToken) }
        return try template.render(context.merging(extra), functions: functions)
    }
}
