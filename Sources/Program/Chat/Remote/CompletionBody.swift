import Compute
import JSON

/// The request of a chat completion, as OpenAI's API has it.
///
/// Options that change nothing are left out. `top_k`, `min_p` and `repetition_penalty` are those of
/// vLLM, SGLang and llama.cpp.
struct CompletionBody {
    let request: ChatRequest
    let model: String

    /// - Throws: ``RemoteError/unsupported(model:what:)`` of options that no such server has.
    init(_ request: ChatRequest, to endpoint: Endpoint) throws {
        (self.request, model) = (request, endpoint.model)
        let sampling = request.sampling
        for (name, isUsed) in [
            ("typicalP", sampling.typicalP != 1), ("noRepeatNGram", sampling.noRepeatNGram != 0),
        ] where isUsed {
            throw RemoteError.unsupported(model: endpoint.title, what: "\"\(name)\"")
        }
    }

    var json: JSON {
        let sampling = request.sampling
        var body: JSONObject = [
            "model": .string(model), "messages": .array(request.messages.map(\.json)),
            "max_tokens": .integer(sampling.maxTokens),
            "temperature": .double(sampling.temperature),
            // Servers read it as a whole number of 32 bits, with or without a sign.
            "seed": .integer(Int(request.seed & 0x7fff_ffff)),
        ]
        if sampling.topP != 1 { body["top_p"] = .double(sampling.topP) }
        if sampling.topK != 0 { body["top_k"] = .integer(sampling.topK) }
        if sampling.minP != 0 { body["min_p"] = .double(sampling.minP) }
        for (name, value) in [
            ("presence_penalty", sampling.presencePenalty),
            ("frequency_penalty", sampling.frequencyPenalty),
        ] where value != 0 { body[name] = .double(value) }
        if sampling.repetitionPenalty != 1 {
            body["repetition_penalty"] = .double(sampling.repetitionPenalty)
        }
        if case .schema(let schema) = request.constraint {
            body["response_format"] = [
                "type": "json_schema", "json_schema": ["name": "answer", "schema": schema],
            ]
        }
        return .object(body)
    }
}
