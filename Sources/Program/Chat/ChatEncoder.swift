import JSON
public import Jinja
package import Models
public import Text

/// Conversations as the token ids that a model reads: a chat template, and the model's tokenizer.
///
/// Without a template there are no conversations, but texts are read all the same.
public struct ChatEncoder: Sendable {
    /// The model's tokenizer.
    public let tokenizer: Tokenizer
    private let template: ChatTemplate?
    /// The tokens that no text of a message becomes; nil if messages may spell them.
    private let controlTokens: ControlTokens?
    /// Whether a message could be the middle of a control token that the template begins and ends.
    private let templateOpensTokens: Bool

    /// Creates the encoder of a model.
    ///
    /// - Parameter trustsControlTokens: Whether control tokens that a message spells out become
    ///   those tokens, so that it can begin turns of its own.
    public init(tokenizer: Tokenizer, template: ChatTemplate?, trustsControlTokens: Bool = false) {
        self.tokenizer = tokenizer
        self.template = template
        let trials = template?.trials() ?? []
        let control = tokenizer.controlTokens(of: trials.map(\.text))
        controlTokens = trustsControlTokens ? nil : control
        templateOpensTokens = trials.contains { trial in
            trial.ownTexts.contains { control.areOpen(atEndOf: $0) }
        }
    }

    /// The chat template.
    ///
    /// - Throws: ``ChatError/noChatTemplate``.
    @discardableResult
    package func requireTemplate() throws(ChatError) -> ChatTemplate {
        guard let template else { throw .noChatTemplate }
        return template
    }

    /// The token ids of a conversation; if `isOpen`, an assistant turn is opened at the end.
    ///
    /// Control tokens are the template's alone: what a message spells is text.
    ///
    /// - Throws: ``ChatError/noChatTemplate``, or what the template says of the conversation.
    public func tokens(of messages: [ChatMessage], isOpen: Bool) throws -> [Int32] {
        let template = try requireTemplate()
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

    /// A conversation as the template writes it, with the parts that come from its messages.
    package func rendered(_ messages: [ChatMessage], isOpen: Bool) throws -> RenderedText {
        try requireTemplate()
            .renderTracing(messages: messages.map(\.json), addGenerationPrompt: isOpen)
    }

    /// The token ids of a rendered conversation, or of a part of it by itself, in bytes of UTF-8.
    package func tokens(of rendered: RenderedText, in part: Range<Int>? = nil) -> [Int32] {
        var text = rendered.text
        var outside = rendered.outside
        if let part {
            text = String(decoding: Array(text.utf8)[part], as: UTF8.self)
            outside = outside.map { $0.clamped(to: part) }.filter { !$0.isEmpty }
                .map { $0.lowerBound - part.lowerBound..<$0.upperBound - part.lowerBound }
        }
        guard let controlTokens else { return tokenizer.encode(text, addSpecialTokens: false) }
        return tokenizer.encode(text, outside: outside, never: controlTokens)
    }

    /// The token ids of a text outside any conversation.
    public func tokens(of text: String) -> [Int32] {
        guard let controlTokens else {
            return tokenizer.encode(text, addSpecialTokens: false)
        }
        return tokenizer.encode(text, outside: [0..<text.utf8.count], never: controlTokens)
    }

    /// The conversation's tokens, and the positions of the tokens that a reward head reads of each
    /// assistant turn: the one rule for training a head and for scoring with it.
    ///
    /// The end is found by rendering the conversation up to that turn: a template may put the
    /// end-of-turn token anywhere, and the text of a turn may contain one if it is trusted. The
    /// answer begins where the conversation up to it, with an assistant turn opened, ends.
    package func readPositions(
        of messages: [ChatMessage], for reading: RewardHead.Reading
    ) throws -> (tokens: [Int32], turns: [ClosedRange<Int>]) {
        let tokens = try tokens(of: messages, isOpen: false)
        let turns = try messages.indices.filter { messages[$0].role == "assistant" }.map { turn in
            let cut =
                turn == messages.count - 1
                ? tokens : try self.tokens(of: Array(messages[...turn]), isOpen: false)
            let found =
                switch reading {
                case .lastToken(let padding): cut.lastIndex { $0 != padding }
                case .endOfTurn, .answer, .answerAndEnd:
                    cut.lastIndex(where: tokenizer.endOfTurnTokens.contains)
                }
            let end = found ?? cut.count - 1
            guard reading == .answer || reading == .answerAndEnd else { return end...end }
            let opened = try self.tokens(of: Array(messages[..<turn]), isOpen: true)
            let shared = zip(opened, cut).prefix { $0 == $1 }.count
            return min(shared, end)...end
        }
        return (tokens, turns)
    }

    /// Whether the messages spell control tokens, which the model reads as text.
    public func readsControlTokensAsText(in messages: [ChatMessage]) -> Bool {
        guard let controlTokens, let template else { return false }
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
