package import Chat
package import Dataflow
package import JSON

/// A language model with a memory: a call that was made before is answered without the model.
///
/// The key of a call is a digest of the model's fingerprint and of the request as JSON. Journals
/// and caches hold such keys and the JSON of the answers, so both stay byte for byte as they are:
/// a changed byte is an answer that no run finds again.
package struct RememberedModel: Sendable {
    /// The model that answers new calls.
    package let model: any LanguageModel
    private let calls: any CallAnswering
    private let priority: Int

    /// A model whose calls `calls` remembers; among waiting calls, the lower priority goes first.
    package init(_ model: any LanguageModel, _ calls: any CallAnswering, priority: Int) {
        self.model = model
        self.calls = calls
        self.priority = priority
    }

    /// A model with a stage's memory, at the priority of the stage's record.
    init(_ model: any LanguageModel, in context: StageContext) {
        self.init(model, context, priority: context.priority)
    }

    /// A reply to a question, and the key under which the reply is remembered.
    /// - Throws: `ChatError.emptyPrompt`, an error of the model, or one of the memory.
    package func reply(
        to question: Question, sampling: EncodedSampling, seed: UInt64
    ) async throws -> (reply: ChatReply, call: CallKey) {
        try await reply(to: question, sampling: sampling, seed: seed, as: .completion)
    }

    /// A reply to a question in the form of a stage's kind, and the key under which it is remembered.
    /// - Throws: As ``reply(to:sampling:seed:)`` does.
    func reply(
        to question: Question, sampling: EncodedSampling, seed: UInt64, as form: CallForm
    ) async throws -> (reply: ChatReply, call: CallKey) {
        // A system message alone asks nothing.
        guard let last = question.messages.last, last.role != "system",
            last.content.contains(where: { !$0.isWhitespace })
        else {
            throw ChatError.emptyPrompt
        }
        // A greedy reply depends on no seed, so that all seeds share one.
        let seedOfKey = sampling.options.temperature == 0 ? nil : seed
        let key = CallKey(
            model: model.fingerprint,
            encoded: form.request(
                for: question, sampling: sampling, seed: seedOfKey,
                controlTokensAreText: model.readsControlTokensAsText(in: question.messages)))
        let answer = try await calls.answer(to: key) {
            let reply = try await model.complete(
                ChatRequest(
                    messages: question.messages, sampling: sampling.options, seed: seed,
                    priority: priority, constraint: question.constraint))
            return form.json(of: reply, to: question)
        }
        guard let reply = ChatReply(remembered: answer) else {
            throw unreadable(answer, under: key, expected: "a model's answer")
        }
        return (reply, key)
    }

    /// The rewards of every assistant turn, and the key under which they are remembered.
    ///
    /// Rewards stay JSON, because a record takes them as they are.
    package func rewards(
        of messages: [ChatMessage]
    ) async throws -> (rewards: [JSON], call: CallKey) {
        let asked = JSON.array(messages.map(\.json))
        var request: JSONObject = ["kind": "score", "messages": asked]
        if model.readsControlTokensAsText(in: messages) { request.noteControlTokens() }
        let key = CallKey(model: model.fingerprint, request: .object(request))
        let answer = try await calls.answer(to: key) {
            let rewards = try await model.score(messages, priority: priority)
            return ["messages": asked, "rewards": .array(rewards.map(\.json))]
        }
        return (answer["rewards"]?.array ?? [], key)
    }

    /// The embedding of a text as a list of numbers, whether the text was cut to the model's
    /// context, and the key under which the embedding is remembered.
    ///
    /// The list stays JSON, because a record takes it as it is.
    func embedding(
        of text: String
    ) async throws -> (numbers: JSON, isTruncated: Bool, call: CallKey) {
        var request: JSONObject = ["kind": "embed", "text": .string(text)]
        if model.readsControlTokensAsText(in: text) { request.noteControlTokens() }
        let key = CallKey(model: model.fingerprint, request: .object(request))
        let answer = try await calls.answer(to: key) {
            let embedding = try await model.embed(text, priority: priority)
            return [
                "embedding": .array(embedding.values.map { .double($0.shortestDouble) }),
                "truncated": .bool(embedding.isTruncated),
            ]
        }
        guard let numbers = answer["embedding"], numbers.array?.isEmpty == false else {
            throw unreadable(answer, under: key, expected: "an embedding")
        }
        return (numbers, answer["truncated"] == true, key)
    }

    /// How likely the model finds a text as the continuation of another, or after nothing.
    package func likelihood(
        of continuation: String, after context: String
    ) async throws -> Likelihood {
        let asked: JSONObject = [
            "kind": "likelihood", "context": .string(context),
            "continuation": .string(continuation),
        ]
        let key = CallKey(model: model.fingerprint, request: .object(asked))
        let answer = try await calls.answer(to: key) {
            let found = try await model.likelihood(
                of: continuation, after: context, priority: priority)
            return [
                "logProbabilities": .array(found.logProbabilities.map(JSON.double)),
                "greedy": .array(found.areGreedy.map(JSON.bool)),
            ]
        }
        guard let numbers = answer["logProbabilities"]?.array?.compactMap(\.double),
            let greedy = answer["greedy"]?.array?.compactMap(\.bool), numbers.count == greedy.count,
            !numbers.isEmpty
        else {
            throw unreadable(answer, under: key, expected: "the log-probabilities of a text")
        }
        return Likelihood(logProbabilities: numbers, areGreedy: greedy)
    }

    private func unreadable(
        _ answer: JSON, under key: CallKey, expected: String
    ) -> StageError {
        .unreadableAnswer(key: key.description, expected: expected, found: answer.kind)
    }
}

extension JSONObject {
    /// Tells requests whose messages spell control tokens, as text, from those of former versions,
    /// to which they were the tokens.
    fileprivate mutating func noteControlTokens() { self["controlTokens"] = "text" }
}
