public import Chat
import Dataflow
import JSON

/// A model that answers nothing: it shows what a model would read.
///
/// Every call ends in a `WithheldCall` whose question has the messages, the text after the chat
/// template with all special tokens, and the number of tokens.
public struct PromptModel: LanguageModel {
    /// The document's name of the model.
    public let name: String
    /// Tells this model's calls from those of other models; no answer is remembered under it.
    public var fingerprint: String { "prompts of " + name }
    private let encoder: ChatEncoder?

    /// Creates a model that shows prompts as `encoder` makes them; as turns if there is none.
    public init(name: String, encoder: ChatEncoder?) {
        self.name = name
        self.encoder = encoder
    }

    /// Throws the question, with the reply's constraint if it has one.
    public func complete(_ request: ChatRequest) async throws -> ChatReply {
        var question = try question(of: request.messages, isOpen: true)
        if let constraint = request.constraint { question["constraint"] = constraint.json }
        throw WithheldCall(question: .object(question))
    }

    /// Throws the conversation that would be scored.
    public func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        throw WithheldCall(question: .object(try question(of: messages, isOpen: false)))
    }

    /// Throws the text that would be embedded.
    public func embed(_ text: String, priority: Int) async throws -> Embedding {
        var question: JSONObject = ["model": .string(name), "text": .string(text)]
        if let encoder { add(encoder.tokens(of: text), encoder, to: &question) }
        throw WithheldCall(question: .object(question))
    }

    private func question(of messages: [ChatMessage], isOpen: Bool) throws -> JSONObject {
        var question: JSONObject = [
            "model": .string(name), "messages": .array(messages.map(\.json)),
        ]
        guard let encoder else { return question }
        add(try encoder.tokens(of: messages, isOpen: isOpen), encoder, to: &question)
        question["spellsControlTokens"] = .bool(encoder.readsControlTokensAsText(in: messages))
        return question
    }

    private func add(_ tokens: [Int32], _ encoder: ChatEncoder, to question: inout JSONObject) {
        question["rendered"] = .string(
            encoder.tokenizer.decode(tokens, skipSpecialTokens: false))
        question["promptTokens"] = .integer(tokens.count)
    }
}
