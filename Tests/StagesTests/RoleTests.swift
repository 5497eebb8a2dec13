import Chat
import JSON
import Synchronization
import Testing

/// A model that remembers the roles that it was sent.
private final class RoleListener: LanguageModel {
    let name = "listener"
    let fingerprint = "listener"
    let heard = Mutex<[String]>([])

    func complete(_ request: ChatRequest) async throws -> ChatReply {
        heard.withLock { $0 += request.messages.map(\.role) }
        return ChatReply(
            text: "a", isTruncated: false, tokens: 1, promptTokens: 1, meanLogProbability: 0)
    }

    func score(_ messages: [ChatMessage], priority: Int) async throws -> [Reward] {
        throw ChatError.noRewardHead(model: name)
    }
}

@Suite struct `The roles of a conversation` {
    private func ask(
        _ roles: [String]
    ) async throws -> (heard: [String], rejected: [JSONObject]) {
        let listener = RoleListener()
        let turns = roles.map { JSON.object(["role": .string($0), "content": "Hm?"]) }
        let (_, rejected) = try await run(
            "[{\"prompt\": \(JSON.array(turns).text)}]",
            #""ask": {"type": "generate", "input": "in", "model": "m", "into": "x"}"#,
            last: "ask", models: ["m": listener])
        return (listener.heard.withLock { $0 }, rejected)
    }

    @Test(arguments: [
        (["human"], ["user"]), (["human", "gpt", "Human"], ["user", "assistant", "user"]),
        (["system", "user", "assistant", "user"], ["system", "user", "assistant", "user"]),
        (["developer", "user", "tool"], ["developer", "user", "tool"]),
    ])
    func `with a dataset's names become those of chat templates`(
        roles: [String], sent: [String]
    ) async throws {
        let found = try await ask(roles)
        #expect(found.heard == sent)
        #expect(found.rejected.isEmpty)
    }

    @Test func `that nobody has reject the record`() async throws {
        let found = try await ask(["human", "narrator"])
        #expect(found.heard.isEmpty)
        #expect(found.rejected.count == 1)
        #expect(found.rejected.first.map { JSON.object($0).text }?.contains("unknown role") == true)
    }

    @Test(arguments: [
        (#""type": "generate", "prompt": "{{ prompt }}""#, #"" ""#),
        (#""type": "generate""#, #"[{"role": "system", "content": "Be kind."}]"#),
        (#""type": "classify", "choices": ["a", "b"], "prompt": "{{ prompt }}""#, #""""#),
        (#""type": "classify", "choices": ["a", "b"]"#, #""""#),
    ])
    func `of an empty prompt below a system message are not sent either`(
        stage: String, prompt: String
    ) async throws {
        let listener = RoleListener()
        let (_, rejected) = try await run(
            "[{\"prompt\": \(prompt)}]",
            #""ask": {\#(stage), "input": "in", "model": "m", "into": "x", "system": "Be brief."}"#,
            last: "ask", models: ["m": listener])
        #expect(listener.heard.withLock { $0.isEmpty })
        #expect(rejected.first.map { JSON.object($0).text }?.contains("empty prompt") == true)
    }

    @Test(arguments: ["", " ", "\n"])
    func `of an empty prompt are not sent to a model`(prompt: String) async throws {
        let listener = RoleListener()
        let (_, rejected) = try await run(
            "[{\"prompt\": \(JSON.string(prompt).text)}]",
            #""ask": {"type": "generate", "input": "in", "model": "m", "into": "x"}"#,
            last: "ask", models: ["m": listener])
        #expect(listener.heard.withLock { $0.isEmpty })
        #expect(rejected.first.map { JSON.object($0).text }?.contains("empty prompt") == true)
    }
}
