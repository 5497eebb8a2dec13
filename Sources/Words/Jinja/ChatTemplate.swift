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
        var context = own(addGenerationPrompt)
        context["messages"] = .array(messages)
        return try template.render(context.merging(extra), functions: functions)
    }

    /// Renders the conversation, and tells which parts of the text come from the messages.
    ///
    /// Roles of the usual names count as the template's own: a template may make its marks of them,
    /// as in `<|user|>`. ``RenderedText/elementParts`` are the parts of the messages' contents.
    public func renderTracing(
        messages: [JSON], addGenerationPrompt: Bool = true
    ) throws(TemplateError) -> RenderedText {
        try template.render(
            outside: ["messages": .array(messages)], trusting: ["role": Self.roles],
            tracing: "content", own: own(addGenerationPrompt), functions: functions)
    }

    private static let roles: Set<String> = [
        "system", "developer", "user", "assistant", "tool",
    ]

    /// Whether a message's role is one of the usual names.
    public static func knows(role: String) -> Bool { roles.contains(role) }

    /// Conversations of one-letter messages as the template writes them: those that it accepts.
    public func trials() -> [RenderedText] {
        [
            ["system", "user", "assistant", "user"], ["user", "assistant", "user"], ["user"],
            ["user", "assistant"],
        ].compactMap { roles in
            let messages = roles.map { JSON.object(["role": .string($0), "content": "x"]) }
            return try? renderTracing(
                messages: messages, addGenerationPrompt: roles.last == "user")
        }
    }

    private func own(_ addGenerationPrompt: Bool) -> JSONObject {
        var own: JSONObject = [
            "add_generation_prompt": .bool(addGenerationPrompt), "tools": .null,
            "documents": .null,
        ]
        if let bosToken { own["bos_token"] = .string(bosToken) }
        if let eosToken { own["eos_token"] = .string(eosToken) }
        return own
    }
}
