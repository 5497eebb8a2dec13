import Chat
import Hashing
import JSON
import Synchronization

/// A model whose answers follow from the question and the seed by rule: for tests of the flow.
struct ScriptedModel: LanguageModel {
    let name: String
    let fingerprint: String
    fileprivate let calls: CallCounter

    init(name: String = "scripted", calls: CallCounter = CallCounter()) {
        self.name = name
        fingerprint = "scripted-\(name)"
        self.calls = calls
    }

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        try calls.note()
        await Task.yield()
        let question = request.messages.last?.content ?? ""
        switch request.constraint {
        case .choices(let choices): return choose(choices, question)
        case .schema(let schema):
            return try ChatReply(meeting: .schema(schema), prompt: question, seed: request.seed)
        case nil: break
        }
        var draw = ScriptedDraw(request)
        let text = draw.text(by: ScriptedRule.all)
        return ChatReply(
            text: text, isTruncated: draw.digit() < 8, tokens: text.count / 4,
            promptTokens: question.count / 4, meanLogProbability: -1)
    }

    /// One of several choices: of two answers that are shown, always the same, wherever it stands.
    private func choose(_ choices: [String], _ question: String) -> ChatReply {
        func number(_ text: String) -> UInt8 {
            var hash = SHA256()
            hash.update(framed: text)
            return hash.finalize()[0]
        }
        let shown = RuleJudge.answers(in: question)
        let choice =
            question.contains("Answer B:")
            ? (number(shown.first) > number(shown.second) ? 0 : 1)
            : Int(number(question)) % choices.count
        let rest = 0.25 / Double(max(1, choices.count - 1))
        return ChatReply(
            text: choices[choice], isTruncated: false, tokens: 1,
            promptTokens: question.count / 4, meanLogProbability: -1,
            choiceProbabilities: choices.indices.map { $0 == choice ? 0.75 : rest })
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        try calls.note()
        return messages.indices.filter { messages[$0].role == "assistant" }.map { turn in
            var hash = SHA256()
            for message in messages[...turn] { hash.update(framed: message.content) }
            return Reward(values: hash.finalize().prefix(5).map { Double($0) / 64 })
        }
    }
}

extension ScriptedModel {
    /// The numbers in an embedding.
    static let dimensions = 40

    /// A vector that depends on the words, not on their order.
    func embed(_ text: String, priority: Int) async throws -> Embedding {
        try calls.note()
        await Task.yield()
        var sums = [Float](repeating: 0, count: Self.dimensions)
        for word in text.split(separator: " ") {
            var hash = SHA256()
            hash.update(framed: String(word))
            let digits = hash.finalize()
            for index in sums.indices { sums[index] += Float(digits[index % 32]) - 127.5 }
        }
        return Embedding(scaling: sums)
    }
}

/// How often a scripted model was called; after so many calls as `limit` it breaks down.
final class CallCounter: Sendable {
    struct BrokenDown: Error {}

    private let calls = Atomic(0)
    private let limit: Int

    init(limit: Int = .max) { self.limit = limit }

    /// The calls so far.
    var count: Int { calls.load(ordering: .relaxed) }

    func note() throws {
        guard calls.add(1, ordering: .relaxed).newValue <= limit else { throw BrokenDown() }
    }
}
