import Chat
import Compute
import Dataflow
import JSON

/// What is asked of a model, and the same as the journal keeps it.
struct Question: Sendable {
    let messages: [ChatMessage]
    /// What the answer must be; nil for anything.
    let constraint: AnswerConstraint?
    let json: JSON
    private let encoded: [UInt8]

    init(_ messages: [ChatMessage], constraint: AnswerConstraint? = nil) {
        self.messages = messages
        self.constraint = constraint
        json = .array(messages.map(\.json))
        encoded = json.encoded()
    }

    /// All that decides the answer, as JSON; a greedy one depends on no seed.
    fileprivate func request(_ sampling: [UInt8], seed: UInt64?) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count + sampling.count + 80)
        bytes += #"{"kind":"complete","messages":"#.utf8
        bytes += encoded
        bytes += #","sampling":"#.utf8
        bytes += sampling
        bytes += #","seed":"#.utf8
        bytes += (seed.map { "\"\(String($0, radix: 16))\"" } ?? "0").utf8
        if let constraint {
            bytes += #","constraint":"#.utf8
            bytes += constraint.json.encoded()
        }
        bytes += "}".utf8
        return bytes
    }
}

extension StageContext {
    /// A model's answer, with the key under which it is remembered; `encoded` is the sampling as
    /// JSON.
    func reply(
        of model: any LanguageModel, to question: Question, sampling: SamplingOptions,
        encoded: [UInt8],
        seed: UInt64
    ) async throws -> (reply: ChatReply, call: CallKey) {
        let key = CallKey(
            model: model.fingerprint,
            encoded: question.request(encoded, seed: sampling.temperature == 0 ? nil : seed))
        let answered = try await answer(to: key) {
            let reply = try await model.complete(
                ChatRequest(
                    messages: question.messages, sampling: sampling, seed: seed,
                    priority: priority, constraint: question.constraint))
            return reply.remembered(asking: question)
        }
        guard let reply = ChatReply(remembered: answered) else {
            throw StageError.unusableField(
                field: "journal entry \(key)", expected: "a model's answer", found: answered.kind)
        }
        return (reply, key)
    }
}

extension ChatReply {
    /// What the journal keeps of an answer: the question too, for the one who asks why.
    fileprivate func remembered(asking question: Question) -> JSON {
        var kept: JSONObject = [
            "messages": question.json, "text": .string(text),
            "truncated": .bool(isTruncated), "tokens": .integer(tokens),
            "promptTokens": .integer(promptTokens),
            "meanLogProbability": .double(meanLogProbability),
        ]
        if let choiceProbabilities {
            kept["choiceProbabilities"] = .array(choiceProbabilities.map(JSON.double))
        }
        return .object(kept)
    }

    fileprivate init?(remembered json: JSON) {
        guard let text = json["text"]?.string, let isTruncated = json["truncated"]?.bool,
            let tokens = json["tokens"]?.integer
        else { return nil }
        self.init(
            text: text, isTruncated: isTruncated, tokens: tokens,
            promptTokens: json["promptTokens"]?.integer ?? 0,
            meanLogProbability: json["meanLogProbability"]?.double ?? 0,
            choiceProbabilities: json["choiceProbabilities"]?.array?.compactMap(\.double))
    }
}
