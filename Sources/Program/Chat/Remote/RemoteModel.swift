import HTTP
import Hashing
import JSON
import Synchronization

/// A language model behind an OpenAI-compatible endpoint: vLLM, SGLang, llama-server, Ollama, a
/// hosted API.
///
/// Its answers are remembered like those of local models, under the model's name: a server that
/// moved is not asked again, and who changes the model behind a name must give it another. What a
/// server answers twice to the same call need not be the same.
public struct RemoteModel: LanguageModel {
    /// The model's name, as the server calls it.
    public let name: String
    /// Digest of the name.
    public let fingerprint: String
    private let calls: RemoteCalls
    private let counted = Usage()
    private let grammars = SchemaInReply.grammars()

    private final class Usage: Sendable {
        let tokens = Mutex((read: 0, generated: 0))
    }

    /// Tokens that the server says it has read and written for this model so far.
    public var usage: (read: Int, generated: Int) { counted.tokens.withLock { $0 } }

    /// A model that is asked over the network; no call is made before the first request.
    ///
    /// - Throws: ``RemoteError/refused(model:status:message:)`` on a machine without libcurl.
    public init(_ endpoint: Endpoint) throws {
        name = endpoint.model
        switch HTTPSession.shared {
        case .success(let session): calls = RemoteCalls(endpoint, session: session)
        case .failure(let error):
            throw RemoteError.refused(model: endpoint.title, status: 0, message: error.reason)
        }
        var hash = SHA256()
        hash.update(framed: "remote")
        hash.update(framed: endpoint.model)
        fingerprint = hash.finalize().hexadecimal
    }

    /// Completes a conversation by the server's chat template.
    ///
    /// Of choices the reply must name exactly one, whatever stands around it; of a schema it must be
    /// JSON, whether the server enforced it or not.
    public func complete(_ request: ChatRequest) async throws -> ChatReply {
        try request.constraint?.validate()
        let body = try CompletionBody(request, to: calls.endpoint)
        let answer = try await calls.post(
            "/chat/completions", body.json, priority: request.priority)
        var reply = try reply(in: answer)
        switch request.constraint {
        case nil: break
        case .schema(let schema):
            guard let text = try SchemaInReply(schema, grammars).find(in: reply.text) else {
                throw RemoteError.noFit(model: "'\(name)'", reply: String(reply.text.prefix(80)))
            }
            reply.text = text
        case .choices(let texts):
            guard let choice = ChoiceInReply(texts).find(in: reply.text) else {
                throw RemoteError.noChoice(
                    model: "'\(name)'", reply: String(reply.text.prefix(80)))
            }
            reply.text = choice
        }
        return reply
    }

    /// Reads an answer; what a reasoning model thought stands in fields of its own, and is left out.
    private func reply(in answer: JSON) throws -> ChatReply {
        // Also of an answer that is of no use: it is paid for.
        let (read, generated) = (
            max(0, answer["usage"]?["prompt_tokens"]?.integer ?? 0),
            max(0, answer["usage"]?["completion_tokens"]?.integer ?? 0)
        )
        counted.tokens.withLock { $0 = ($0.read &+ read, $0.generated &+ generated) }
        let choice = answer["choices"]?.array?.first
        let finish = choice?["finish_reason"]?.string
        guard finish != "content_filter" else {
            throw RemoteError.filtered(model: "'\(name)'")
        }
        let message = choice?["message"]
        guard let text = message?["content"]?.string ?? message?["refusal"]?.string else {
            throw RemoteError.badRequest(
                model: "'\(name)'", status: 200, message: "the answer has no text")
        }
        return ChatReply(
            text: text, isTruncated: finish == "length",
            tokens: generated,
            promptTokens: read, meanLogProbability: 0)
    }

    /// Throws ``ChatError/noRewardHead(model:)``.
    public func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        throw ChatError.noRewardHead(model: name)
    }

    /// Ends the wait of calls that have not begun; those that have are answered.
    public func refuseWaiting() { calls.gate.refuseWaiting() }
}
