import Compute
import EmulatedGPU
import Foundation
import Models
import TestSupport
import Testing

@testable import Inference

/// A small model of the fixtures.
private let fixture = ModelFixture.first("LlamaForCausalLM", weights: "f32")

@Suite(.enabled(if: fixture != nil, "no model in the fixtures"))
struct `The likelihood of given tokens` {
    private static func engine(_ options: EngineOptions = EngineOptions()) throws -> Engine {
        let fixture = try #require(fixture)
        return try Engine(
            model: Decoder(url: fixture.url, arithmetic: .float32), options: options)
    }

    private static let tokens: [Int32] = (0..<61).map { $0 * $0 % 90 }

    /// What rows of logits say, in double precision.
    private static func expected(_ engine: Engine) async throws -> [(log: Double, best: Int)] {
        try await engine.logits(tokens, positions: Array(tokens.indices.dropLast()))
            .enumerated().map { index, row in
                let most = Double(row.max() ?? 0)
                let sum = row.reduce(0) { $0 + exp(Double($1) - most) }
                let logit = Double(row[Int(tokens[index + 1])])
                return (logit - most - log(sum), row.firstIndex(of: Float(most)) ?? -1)
            }
    }

    @Test func `is what a plain forward pass says`() async throws {
        let engine = try Self.engine()
        let found = try await engine.likelihoods(of: Self.tokens)
        let expected = try await Self.expected(engine)
        #expect(found.count == Self.tokens.count - 1)
        for (index, (found, expected)) in zip(found, expected).enumerated() {
            #expect(abs(Double(found.logProbability) - expected.log) < 1e-5, "\(index)")
            #expect(found.isGreedy == (expected.best == Int(Self.tokens[index + 1])), "\(index)")
        }
        await engine.shutdown()
    }

    @Test func `says which tokens greedy decoding would choose`() async throws {
        let engine = try Self.engine()
        let prompt = Array(Self.tokens.prefix(20))
        let reply = try await engine.complete(
            GenerationRequest(prompt: prompt, sampling: .greedy(maxTokens: 9)))
        let found = try await engine.likelihoods(of: prompt + reply.tokens, from: 20)
        #expect(found.count == reply.tokens.count && found.allSatisfy(\.isGreedy))
        #expect(found.map(\.logProbability) == reply.logprobs)
        let other = reply.tokens.dropLast() + [(reply.tokens.last ?? 0) ^ 1]
        let changed = try await engine.likelihoods(of: prompt + other, from: 20)
        #expect(changed.dropLast().allSatisfy(\.isGreedy) && changed.last?.isGreedy == false)
        await engine.shutdown()
    }

    @Test(arguments: [1, 7, 256])
    func `is the same bits alone, in chunks, and beside other requests`(chunk: Int) async throws {
        let alone = try Self.engine(EngineOptions(threads: 1, maxBatch: 1))
        let expected = try await alone.likelihoods(of: Self.tokens)
        await alone.shutdown()
        let busy = try Self.engine(EngineOptions(maxBatch: 5, prefillChunk: chunk))
        try await withThrowingTaskGroup(of: [TokenLikelihood]?.self) { group in
            for start in [1, 2, 17, 18, 40, 60] {
                group.addTask { try await busy.likelihoods(of: Self.tokens, from: start) }
                group.addTask {
                    let prompt = Self.tokens.map { ($0 + Int32(start)) % 90 }
                    _ = try await busy.complete(
                        GenerationRequest(prompt: prompt, sampling: .greedy(maxTokens: 6)))
                    return nil
                }
            }
            for try await case .some(let found) in group {
                #expect(found == Array(expected.suffix(found.count)))
            }
        }
        await busy.shutdown()
    }

    @Test func `reads a beginning that is known from the cache`() async throws {
        let engine = try Self.engine()
        _ = try await engine.likelihoods(of: Self.tokens, from: 50)
        let before = engine.statistics
        let other = Array(Self.tokens.prefix(50)) + [1, 2, 3]
        _ = try await engine.likelihoods(of: other, from: 50)
        #expect(engine.statistics.tokensReused - before.tokensReused == 48)
        await engine.shutdown()
    }

    @Test func `is read from the logits of an emulated GPU that draws tokens itself`()
        async throws
    {
        let device = try EmulatedGPU.computeDevice()
        let gpu = try Self.engine(EngineOptions(device: device, cacheTokens: 256))
        let expected = try await Self.expected(gpu)
        async let reply = gpu.complete(
            GenerationRequest(prompt: Self.tokens, sampling: .greedy(maxTokens: 4)))
        let found = try await gpu.likelihoods(of: Self.tokens)
        for (index, (found, expected)) in zip(found, expected).enumerated() {
            #expect(abs(Double(found.logProbability) - expected.log) < 1e-5, "\(index)")
            #expect(found.isGreedy == (expected.best == Int(Self.tokens[index + 1])), "\(index)")
        }
        #expect(try await reply.tokens.count == 4)
        await gpu.shutdown()
    }

    @Test func `of a position outside the tokens is an error`() async throws {
        let engine = try Self.engine()
        await #expect(throws: EngineError.badPosition(position: 0, tokens: 61)) {
            try await engine.likelihoods(of: Self.tokens, from: 0)
        }
        #expect(try await engine.likelihoods(of: Self.tokens, from: 61) == [])
        await engine.shutdown()
    }
}
