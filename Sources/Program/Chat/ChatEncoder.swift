import JSON
public import Jinja
public import Text

/// Conversations as the token ids that a model reads: a chat template, and the model's tokenizer.
public struct ChatEncoder: Sendable {
    /// The model's tokenizer.
    public let tokenizer: Tokenizer
    private let template: ChatTemplate
    /// The tokens that no text of a message becomes; nil if messages may spell them.
    private let controlTokens: ControlTokens?
    /// Whether a message could be the middle of a control token that the template begins and ends.
    private let templateOpensTokens: Bool

    /// Creates the encoder of a model.
    ///
    /// - Parameter trustsControlTokens: Whether control tokens that a message spells out become
    ///   those tokens, so that it can begin turns of its own.
    public init(tokenizer: Tokenizer, template: ChatTemplate, trustsControlTokens: Bool = false) {
        self.tokenizer = tokenizer
        self.template = template
        let trials = template.trials()
        let control = tokenizer.controlTokens(of: trials.map(\.text))
        controlTokens = trustsControlTokens ? nil : control
        templateOpensTokens = trials.contains { trial in
            trial.ownTexts.contains { control.areOpen(atEndOf: $0) }
        }
    }

    /// The token ids of a conversation; if `isOpen`, an assistant turn is opened at the end.
    ///
    /// Control tokens are the template's alone: what a message spells is text.
    public func tokens(of messages: [ChatMessage], isOpen: Bool) throws -> [Int32] {
        let messages = messages.map(\.json)
        guard let controlTokens else {
            return tokenizer.encode(
                try template.render(messages: messages, addGenerationPrompt: isOpen),
                addSpecialTokens: false)
        }
        let rendered = try template.renderTracing(
            messages: messages, addGenerationPrompt: isOpen)
        return tokenizer.encode(rendered.text, outside: rendered.outside, never: controlTokens)
    }

    /// The token ids of a text outside any conversation.
    public func tokens(of text: String) -> [Int32] {
        guard let controlTokens else {
            return tokenizer.encode(text, addSpecialTokens: false)
        }
        return tokenizer.encode(text, outside: [0..<text.utf8.count], never: controlTokens)
    }

    /// Whether the messages spell control tokens, which the model reads as text.
    public func readsControlTokensAsText(in messages: [ChatMessage]) -> Bool {
        guard let controlTokens else { return false }
        let mayHave =
            templateOpensTokens || !controlTokens.haveOneSpelling
            || messages.contains {
                controlTokens.mayBegin(in: $0.content) || !ChatTemplate.knows(role: $0.role)
            }
        guard mayHave,
            let rendered = try? template.renderTracing(
                messages: messages.map(\.json), addGenerationPrompt: true)
        else { return false }
        return tokenizer.spells(controlTokens, in: rendered.text, outside: rendered.outside)
    }

    /// Whether the text spells control tokens, which the model reads as text.
    public func readsControlTokensAsText(in text: String) -> Bool {
        guard let controlTokens else { return false }
        return tokenizer.spells(controlTokens, in: text, outside: [0..<text.utf8.count])
    }
}
