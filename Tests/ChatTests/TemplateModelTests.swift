import Chat
import Compute
import TestSupport
import Testing

@Suite struct `A model of templates` {
    private func model(_ text: String) throws -> TemplateModel {
        let folder = try TemporaryFolder()
        return try TemplateModel(url: folder.write("sketch.model.json", text))
    }

    private func request(_ question: String, seed: UInt64, maxTokens: Int = 256) -> ChatRequest {
        var sampling = SamplingOptions()
        sampling.maxTokens = maxTokens
        return ChatRequest(
            messages: [ChatMessage(role: "user", content: question)], sampling: sampling, seed: seed
        )
    }

    @Test func `answers the same question with the same seed alike, and others otherwise`()
        async throws
    {
        let model = try model(
            #"{"replies": ["{{ pick([1,2,3,4,5,6,7,8]) }} {{ uniform() }}", "no {{ question }}"]}"#)
        #expect(model.name == "sketch")
        var texts: Set<String> = []
        for seed in 0..<20 as Range<UInt64> {
            let first = try await model.complete(request("why", seed: seed))
            #expect(first == (try await model.complete(request("why", seed: seed))))
            texts.insert(first.text)
        }
        #expect(texts.count > 8)
        #expect(texts.contains("no why"))
    }

    @Test func `cuts its answers at maxTokens words`() async throws {
        let reply = try await model(#"{"replies": ["one two three four"]}"#)
            .complete(request("", seed: 1, maxTokens: 3))
        #expect(reply.text == "one two three" && reply.isTruncated && reply.tokens == 3)
    }

    @Test func `rewards every assistant turn from 0 to 4`() async throws {
        let model = try model(#"{"replies": ["a"], "milliseconds": 1}"#)
        let messages = ["user", "assistant", "user", "assistant"].map {
            ChatMessage(role: $0, content: "hello")
        }
        let rewards = try await model.score(messages, priority: 0)
        #expect(rewards.count == 2 && rewards[0] != rewards[1])
        #expect(rewards.flatMap(\.values).allSatisfy { (0...4).contains($0) })
    }

    @Test(arguments: [
        "[", "{}", #"{"replies": []}"#, #"{"replies": ["{{"]}"#, #"{"replies": [1]}"#,
        #"{"replies": ["a"], "reply": "b"}"#, #"{"replies": ["a"], "milliseconds": -1}"#,
    ])
    func `of a file that does not describe one is an error`(text: String) {
        #expect(throws: ChatError.self) { try model(text) }
    }
}
