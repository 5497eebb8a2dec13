import Chat
import Compute
import Foundation
import Inference
import JSON
import Jinja
import Models
import TestSupport
import Testing
import Text

@Suite(.enabled(if: TinyModel.isAvailable, "no small Llama in the fixtures"))
struct `A local model's likelihood` {
    private func model(
        cacheTokens: Int? = nil, template: String? = TinyModel.chatTemplate
    ) throws -> LocalModel {
        let folder = try TemporaryFolder()
        let tiny = try TinyModel(in: folder.url)
        return LocalModel(
            name: "tiny",
            engine: try Engine(
                model: Decoder(url: tiny.url), options: EngineOptions(cacheTokens: cacheTokens)),
            tokenizer: try Tokenizer(folder: tiny.url),
            template: try template.map { try ChatTemplate($0, bosToken: nil, eosToken: "<e>") },
            templateSource: "", weights: "tiny")
    }

    private func logs(_ model: LocalModel, _ tokens: [Int32], from start: Int) async throws
        -> [Float]
    {
        try await model.engine.logProbabilities(of: tokens, from: start)
    }

    @Test func `is of the continuation's tokens after the context's`() async throws {
        let model = try model()
        let found = try await model.likelihood(of: " dog", after: "the cat", priority: 0)
        let tokens = model.tokenizer.encode("the cat dog", addSpecialTokens: false)
        #expect(tokens.count == 11 && found.tokens == 4)
        #expect(
            found.logProbabilities.map { Float($0) }
                == (try await logs(model, tokens, from: 7)))
    }

    @Test func `needs no chat template, without which there are no conversations`() async throws {
        let model = try model(template: nil)
        #expect(
            try await model.likelihood(of: " dog", after: "the cat", priority: 0)
                == (try await self.model().likelihood(of: " dog", after: "the cat", priority: 0)))
        let request = ChatRequest(
            messages: [ChatMessage(role: "user", content: "why")], sampling: SamplingOptions(),
            seed: 0)
        await #expect(throws: ChatError.noChatTemplate) { try await model.complete(request) }
        #expect(throws: ChatError.noChatTemplate) { try model.checkConversations() }
    }

    @Test func `counts spaces at the context's end as the continuation's`() async throws {
        let model = try model()
        let spaced = try await model.likelihood(of: "dog", after: "the cat ", priority: 0)
        #expect(
            spaced == (try await model.likelihood(of: " dog", after: "the cat", priority: 0)))
        let blank = try await model.likelihood(of: "a", after: " \n", priority: 0)
        #expect(blank == (try await model.likelihood(of: " \na", after: "", priority: 0)))
    }

    @Test func `of a whole text begins after one control token`() async throws {
        let model = try model()
        let text = "a text of twenty one."
        let found = try await model.likelihood(of: text, after: "", priority: 0)
        let tokens = model.tokenizer.encode(text, addSpecialTokens: false)
        let end = try #require(model.tokenizer.eosToken)
        #expect(found.tokens == text.count)
        #expect(
            found.logProbabilities.map { Float($0) }
                == (try await logs(model, [end] + tokens, from: 1)))
    }

    @Test func `of a text longer than the window weighs every token once`() async throws {
        let model = try model(cacheTokens: 64)
        let limit = model.engine.contextLimit
        let text = String(repeating: "abc ", count: limit)
        let found = try await model.likelihood(of: text, after: "", priority: 0)
        #expect(found.tokens == text.count)
        let long = try await model.likelihood(of: " end", after: text, priority: 0)
        // The space at the context's end is weighed too.
        #expect(long.tokens == 5)
        let all = try await model.likelihood(of: text, after: "a", priority: 0)
        #expect(all.tokens == limit - 1)
    }

    @Test func `never takes a spelled control token for one`() async throws {
        let model = try model()
        let found = try await model.likelihood(of: "e<e>", after: "the", priority: 0)
        #expect(found.tokens > 1)
    }

    @Test func `of nothing is an error`() async throws {
        let model = try model()
        await #expect(throws: ChatError.self) {
            try await model.likelihood(of: "", after: "the", priority: 0)
        }
        await #expect(throws: ChatError.self) {
            try await model.likelihood(of: "", after: "", priority: 0)
        }
    }
}
