/// A model that completes conversations, scores them, and embeds and weighs texts.
///
/// ``LocalModel`` runs one in this process, ``TemplateModel`` writes replies from templates.
public protocol LanguageModel: Sendable {
    /// Digest of everything that decides the replies: weights, tokenizer, chat template.
    ///
    /// Remembered calls are found by it: two models with one fingerprint give the same replies.
    var fingerprint: String { get }
    /// The model's name in records.
    var name: String { get }
    /// Completes a conversation.
    func complete(_ request: ChatRequest) async throws -> ChatReply
    /// Scores every assistant turn of a conversation; rewards come in the order of the turns.
    /// - Throws: ``ChatError/noRewardHead(model:)`` if the model has no reward head.
    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward]
    /// Embeds a text: texts of the same meaning get vectors whose cosine is near 1.
    /// - Throws: ``ChatError/noEmbeddings(model:)`` if the model makes no embeddings.
    func embed(_ text: String, priority: Int) async throws -> Embedding
    /// How likely the model finds a text as the continuation of another, outside any conversation.
    ///
    /// After an empty context the whole text is weighed, however long it is; see ``Likelihood``.
    /// - Throws: ``ChatError/noLikelihoods(model:)`` if the model cannot tell.
    func likelihood(
        of continuation: String, after context: String, priority: Int
    ) async throws -> Likelihood
    /// Whether the messages spell control tokens that the model reads as text. Calls with such
    /// messages have keys of their own: answers to the same messages may be remembered that were
    /// given when the tokens counted.
    func readsControlTokensAsText(in messages: [ChatMessage]) -> Bool
    /// The same for a text to embed.
    func readsControlTokensAsText(in text: String) -> Bool
}

extension LanguageModel {
    /// False: for models without tokens.
    public func readsControlTokensAsText(in messages: [ChatMessage]) -> Bool { false }

    /// False: for models without tokens.
    public func readsControlTokensAsText(in text: String) -> Bool { false }

    /// Throws ``ChatError/noEmbeddings(model:)``: for models that make no embeddings.
    public func embed(_ text: String, priority: Int) async throws -> Embedding {
        throw ChatError.noEmbeddings(model: name)
    }

    /// Throws ``ChatError/noLikelihoods(model:)``: for models that only answer.
    public func likelihood(
        of continuation: String, after context: String, priority: Int
    ) async throws -> Likelihood {
        throw ChatError.noLikelihoods(model: name)
    }
}
