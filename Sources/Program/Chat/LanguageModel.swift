/// What stages ask of a model. The local engine, a scripted model in tests and, one day, a remote
/// endpoint serve it alike.
public protocol LanguageModel: Sendable {
    /// A digest of everything that decides its answers: weights, tokenizer, chat template.
    var fingerprint: String { get }
    /// What it is called in records.
    var name: String { get }
    /// An answer to a conversation.
    func complete(_ request: ChatRequest) async throws -> ChatReply
    /// Five attributes for every assistant turn of a conversation, in their order.
    /// - Throws: An error if the model has no reward head.
    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward]
    /// What a text is about, as a vector of length 1: texts that mean the same have a cosine near 1.
    /// - Throws: An error if the model makes none.
    func embed(_ text: String, priority: Int) async throws -> Embedding
}

extension LanguageModel {
    /// Throws: not every model makes embeddings.
    public func embed(_ text: String, priority: Int) async throws -> Embedding {
        throw ChatError.noEmbeddings(model: name)
    }
}
