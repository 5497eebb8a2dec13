import Chat
import Compute
import Dataflow
import JSON
import Synchronization
import Testing

@testable import Stages

/// A model that reads `<x>` as text, or took it for a token in a former version.
private struct Reader: LanguageModel {
    let readsAsText: Bool
    let name = "reader"
    let fingerprint = "reader"

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        ChatReply(
            text: readsAsText ? "text" : "token", isTruncated: false, tokens: 1, promptTokens: 1,
            meanLogProbability: 0)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        [Reward(values: [readsAsText ? 1 : 2, 0, 0, 0, 0])]
    }

    func embed(_ text: String, priority: Int) async throws -> Embedding {
        Embedding(scaling: readsAsText ? [1, 0] : [0, 1], isTruncated: false)
    }

    func readsControlTokensAsText(in messages: [ChatMessage]) -> Bool {
        readsAsText && messages.contains { $0.content.contains("<x>") }
    }

    func readsControlTokensAsText(in text: String) -> Bool { readsAsText && text.contains("<x>") }
}

private final class Memory: CallAnswering {
    private let answers = Mutex<[CallKey: JSON]>([:])

    func answer(
        to key: CallKey, computing compute: @Sendable () async throws -> JSON
    ) async throws -> JSON {
        if let known = answers.withLock({ $0[key] }) { return known }
        let answer = try await compute()
        answers.withLock { $0[key] = answer }
        return answer
    }
}

/// Answers that were remembered when control tokens in messages counted.
@Suite struct `An answer to a message with control tokens` {
    private static func answers(
        about text: String, by model: Reader, _ memory: Memory
    ) async throws -> [JSON] {
        let remembered = RememberedModel(model, memory, priority: 0)
        let messages = [
            ChatMessage(role: "user", content: text), ChatMessage(role: "assistant", content: "a"),
        ]
        var answers: [JSON] = []
        for form in [CallForm.completion, .judgement, .label] {
            let reply = try await remembered.reply(
                to: Question(messages, constraint: .choices(["a", "b"])),
                sampling: EncodedSampling(SamplingOptions()), seed: 1, as: form)
            answers.append(.string(reply.reply.text))
        }
        answers += try await remembered.rewards(of: messages).rewards
        answers.append(try await remembered.embedding(of: text).numbers)
        return answers
    }

    @Test func `is not that of the time when they counted`() async throws {
        let memory = Memory()
        let before = try await Self.answers(about: "a<x>", by: Reader(readsAsText: false), memory)
        let now = try await Self.answers(about: "a<x>", by: Reader(readsAsText: true), memory)
        #expect(zip(before, now).allSatisfy { $0 != $1 })
        let trusting = try await Self.answers(about: "a<x>", by: Reader(readsAsText: false), memory)
        #expect(trusting == before)
    }

    @Test func `is as before without any`() async throws {
        let memory = Memory()
        let before = try await Self.answers(about: "a", by: Reader(readsAsText: false), memory)
        #expect(try await Self.answers(about: "a", by: Reader(readsAsText: true), memory) == before)
    }
}
