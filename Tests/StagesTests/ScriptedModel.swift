import Hashing
import JSON
import Stages
import Synchronization

/// A model whose answers follow from the question and the seed by rule: for tests of the flow.
struct ScriptedModel: LanguageModel {
    let name: String
    let fingerprint: String
    private let calls: CallCounter

    init(name: String = "scripted", calls: CallCounter = CallCounter()) {
        self.name = name
        fingerprint = "scripted-\(name)"
        self.calls = calls
    }

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        calls.note()
        await Task.yield()
        let question = request.messages.last?.content ?? ""
        var hash = SHA256()
        hash.update(framed: question)
        hash.update(request.seed)
        var digits = hash.finalize().makeIterator()
        func word() -> String {
            let words = [
                "amber", "river", "signal", "harvest", "lantern", "orbit", "copper", "meadow",
                "violin", "glacier", "compass", "thread", "engine", "willow", "harbour", "pepper",
            ]
            return words[Int(digits.next() ?? 0) % words.count]
        }
        func sentence(_ count: Int) -> String {
            (0..<count).map { _ in word() }.joined(separator: " ")
        }
        let text =
            question.contains("numbered list")
            ? (1...3).map { "\($0). What about the \(sentence(4))?" }.joined(separator: "\n")
            : "Here is the \(sentence(9)), which \(sentence(6))."
        return ChatReply(
            text: text, isTruncated: (digits.next() ?? 0) < 8, tokens: text.count / 4,
            promptTokens: question.count / 4, meanLogProbability: -1)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        calls.note()
        return messages.indices.filter { messages[$0].role == "assistant" }.map { turn in
            var hash = SHA256()
            for message in messages[...turn] { hash.update(framed: message.content) }
            return Reward(values: hash.finalize().prefix(5).map { Double($0) / 64 })
        }
    }
}

/// How often a scripted model was called.
final class CallCounter: Sendable {
    private let calls = Atomic(0)

    /// The calls so far.
    var count: Int { calls.load(ordering: .relaxed) }

    func note() { calls.add(1, ordering: .relaxed) }
}
