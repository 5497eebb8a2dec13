import Checkpoints
import Foundation
import JSON
import Models
import TestSupport
import Testing

@testable import Inference

private let isHere =
    RealModel.isHere
    && Fixtures.has("real_smollm2/outputs.json")

/// Float32 noise is 2e-5 on logits up to 31.
private let tolerance = 1e-3

private func tokens(_ value: JSON?) -> [Int32] {
    (value?.array ?? []).compactMap(\.integer).map(Int32.init)
}

private func numbers(_ value: JSON?) -> [Double] { (value?.array ?? []).compactMap(\.double) }

@Suite(
    .enabled(if: isHere, "SmolLM2-135M-Instruct is not in the cache, or no fixtures"),
    .serialized
)
struct RealModelTests {
    static let outputs = (try? Fixtures.json("real_smollm2/outputs.json")) ?? .null
    static let engine = Result {
        try Engine(model: Decoder(url: RealModel.url, arithmetic: .float32))
    }

    private func worst(_ found: [Float], _ expected: [Double]) -> Double {
        guard found.count == expected.count else { return .infinity }
        return zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
    }

    @Test func `prompts have the reference's logits, hidden states and log-probabilities`()
        async throws
    {
        let engine = try Self.engine.get()
        let states = try Checkpoint(url: Fixtures.url("real_smollm2/hidden_states.safetensors"))
        for (index, prompt) in (Self.outputs["prompts"]?.array ?? []).enumerated() {
            let ids = tokens(prompt["ids"])
            let rows = try await engine.logits(ids, positions: Array(ids.indices))
            let last = rows[rows.count - 1]
            let top = tokens(prompt["top20_ids"])
            #expect(worst(top.map { last[Int($0)] }, numbers(prompt["top20_logits"])) < tolerance)
            let first = numbers(prompt["logits_first_8_of_last"])
            #expect(worst(Array(last[..<first.count]), first) < tolerance)
            let best = rows.map { row in row.indices.max { row[$0] < row[$1] } ?? -1 }
            #expect(best == (prompt["argmax_per_position"]?.array ?? []).compactMap(\.integer))
            let values = try await engine.logProbabilities(of: ids)
            #expect(worst(values, numbers(prompt["token_logprobs"])) < tolerance)
            let hidden = try await engine.finalHidden(ids, positions: [ids.count - 1])
            let expected = try states.tensor("prompt\(index).final_hidden_last").floats()
            #expect(worst(hidden[0], expected.map { Double($0) }) < tolerance)
        }
    }

    /// The reference's `generate` was given no attention mask, and took `<|im_end|>` (2), which is
    /// also the padding token, for padding: its tokens are those of the prompt without it. (Its
    /// log-probabilities of replies, tested below, are of the whole prompt.)
    @Test func `chats are answered with the reference's greedy tokens`() async throws {
        let engine = try Self.engine.get()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for chat in Self.outputs["chats"]?.array ?? [] {
                let expected = tokens(chat["greedy48_ignore_eos"])
                let margins = numbers(chat["margins"])
                let certain = margins.firstIndex { $0 < tolerance } ?? expected.count
                group.addTask {
                    func reply(_ prompt: [Int32]) async throws -> ArraySlice<Int32> {
                        let request = GenerationRequest(
                            prompt: prompt,
                            sampling: .greedy(maxTokens: expected.count)
                        )
                        return try await engine.complete(request).tokens.prefix(certain)
                    }
                    let whole = try await reply(tokens(chat["ids"]))
                    let unpadded = try await reply(tokens(chat["ids"]).filter { $0 != 2 })
                    #expect([whole, unpadded].contains(expected.prefix(certain)))
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `replies have the reference's log-probabilities`() async throws {
        let engine = try Self.engine.get()
        for response in Self.outputs["responses"]?.array ?? [] {
            let expected = numbers(response["response_token_logprobs"])
            let start = try #require(response["response_start"]?.integer)
            let ids = Array(tokens(response["full_ids"])[..<(start + expected.count)])
            let found = try await engine.logProbabilities(of: ids, from: start)
            #expect(worst(found, expected) < tolerance)
        }
    }

    /// `Benchmarks/README.md` sets what this costs beside what llama.cpp's 8-bit activations cost.
    @Test func `in integers and fp16 replies keep their log-probabilities`() async throws {
        let exact = try Self.engine.get()
        let native = try Engine(model: Decoder(url: RealModel.url, arithmetic: .native))
        var differences: [Float] = []
        for response in Self.outputs["responses"]?.array ?? [] {
            let ids = tokens(response["full_ids"])
            let expected = try await exact.logProbabilities(of: ids)
            let found = try await native.logProbabilities(of: ids)
            differences += zip(found, expected).map { abs($0 - $1) }
        }
        #expect(differences.count > 100)
        #expect(differences.reduce(0, +) / Float(differences.count) < 0.09)
        #expect(differences.contains { $0 > 0 })
        await native.shutdown()
    }
}
