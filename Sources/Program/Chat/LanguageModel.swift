/// A model that completes conversations, scores them, and embeds texts.
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
}

extension LanguageModel {
    /// Throws ``ChatError/noEmbeddings(model:)``: for models that make no embeddings.
    public func embed(_ text: String, priority: Int) async throws -> Embedding {
        throw ChatError.noEmbeddings(model: name)
    }
}
