import Chat
import Compute
import Inference
import JSON
import Jinja
import Models
import TestSupport
import Testing
import Text

@Suite struct `A local model's embedding` {
    /// A model of two layers, with a token for every letter.
    static func model() throws -> LocalModel {
        let folder = try #require(ModelFixture.first("LlamaForCausalLM")).url
        let letters = Array("abcdefghijklmnopqrstuvwxyz ").map(String.init)
        let vocabulary = JSONObject(letters.enumerated().map { ($1, JSON.integer($0 + 3)) })
        let tokenizer = try Tokenizer(
            tokenizerJSON: ["model": ["type": "BPE", "vocab": .object(vocabulary), "merges": []]])
        return LocalModel(
            name: "tiny", engine: try Engine(model: Decoder(url: folder)), tokenizer: tokenizer,
            template: try ChatTemplate("", bosToken: nil, eosToken: nil), templateSource: "",
            weights: "tiny")
    }

    @Test func `is the mean of the last states, of length one`() async throws {
        let model = try Self.model()
        let text = "the cat sleeps"
        let tokens = model.tokenizer.encode(text, addSpecialTokens: false)
        #expect(tokens.count == text.count)
        let states = try await model.engine.finalHidden(tokens, positions: Array(tokens.indices))
        let sums = states[0].indices.map { index in
            states.reduce(0) { $0 + Double($1[index]) }
        }
        let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let embedding = try await model.embed(text, priority: 0)
        #expect(!embedding.isTruncated)
        #expect(zip(embedding.values, sums).allSatisfy { abs(Double($0) - $1 / length) < 1e-5 })
    }

    @Test func `is the same bits whatever else runs`() async throws {
        let model = try Self.model()
        let texts = (0..<12).map { String(repeating: "a text of some length ", count: $0 + 1) }
        let alone = try await texts.asyncMap { try await model.embed($0, priority: 0) }
        try await withThrowingTaskGroup(of: (Int, Embedding).self) { group in
            for (index, text) in texts.enumerated() {
                group.addTask { (index, try await model.embed(text, priority: 0)) }
            }
            for try await (index, embedding) in group { #expect(embedding == alone[index]) }
        }
    }

    @Test func `of a text longer than the context is that of its beginning`() async throws {
        let model = try Self.model()
        let limit = model.engine.contextLimit
        let long = try await model.embed(String(repeating: "ab ", count: limit), priority: 0)
        let beginning = String(String(repeating: "ab ", count: limit).prefix(limit))
        #expect(long.isTruncated)
        #expect(try await model.embed(beginning, priority: 0).values == long.values)
    }
}

extension Sequence where Element: Sendable {
    /// The results of `body`, one element after the other.
    fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async rethrows -> [T] {
        var results: [T] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
