import Models
import TestSupport
import Testing

@testable import Inference

/// A small model of the fixtures.
private let folder = Fixtures.folders(in: "models").first { $0.hasPrefix("llama") }

@Suite(.enabled(if: folder != nil, "no model in the fixtures"))
struct ChoiceTests {
    private static func engine(_ options: EngineOptions = EngineOptions()) throws -> Engine {
        let url = Fixtures.url("models/\(folder ?? "")")
        return try Engine(model: Decoder(url: url, arithmetic: .float32), options: options)
    }

    private static let prompt: [Int32] = (0..<37).map { $0 * 5 % 90 }
    private static let continuations: [[Int32]] = [
        [3, 4, 5], [3, 4, 6], [3], [8], [9, 1, 1, 1], [3, 4], [8, 8],
    ]

    @Test func `a continuation's probability is the product of its tokens'`() async throws {
        let engine = try Self.engine()
        let choice = try await engine.choose(
            among: Self.continuations, after: Self.prompt, temperature: 0, seed: 1)
        for (tokens, found) in zip(Self.continuations, choice.logProbabilities) {
            let values = try await engine.logProbabilities(
                of: Self.prompt + tokens, from: Self.prompt.count)
            #expect(found == values.reduce(0) { $0 + Double($1) })
        }
        #expect(abs(choice.probabilities.reduce(0, +) - 1) < 1e-12)
        let most = choice.probabilities.max()
        #expect(choice.probabilities[choice.index] == most)
        await engine.shutdown()
    }

    @Test func `draws follow the probabilities, and depend on the seed alone`() async throws {
        let engine = try Self.engine()
        var counts = [Int](repeating: 0, count: 3)
        let continuations: [[Int32]] = [[3], [8], [9]]
        var shares: [Double] = []
        for seed in 0..<150 {
            let choice = try await engine.choose(
                among: continuations, after: Self.prompt, temperature: 1, seed: UInt64(seed))
            counts[choice.index] += 1
            shares = choice.probabilities
        }
        for (count, share) in zip(counts, shares) {
            #expect(abs(Double(count) / 150 - share) < 0.15)
        }
        await engine.shutdown()
    }

    @Test func `the same bits come alone and beside other requests`() async throws {
        let alone = try Self.engine(EngineOptions(threads: 1, maxBatch: 1))
        let expected = try await alone.choose(
            among: Self.continuations, after: Self.prompt, temperature: 1, seed: 9)
        await alone.shutdown()
        let busy = try Self.engine(EngineOptions(maxBatch: 5, prefillChunk: 7))
        try await withThrowingTaskGroup(of: Choice?.self) { group in
            for seed in 0..<6 {
                group.addTask {
                    let prompt = Array(Self.prompt.prefix(9 + seed * 4))
                    _ = try await busy.complete(
                        GenerationRequest(prompt: prompt, sampling: .greedy(maxTokens: 12)))
                    return nil
                }
                group.addTask {
                    try await busy.choose(
                        among: Self.continuations, after: Self.prompt, temperature: 1, seed: 9)
                }
            }
            for try await choice in group where choice != nil { #expect(choice == expected) }
        }
        await busy.shutdown()
    }

    @Test func `every inner node is read once, and one row is enough for single tokens`() {
        let single = ChoicePlan([[3], [8], [9]], promptCount: 10)
        #expect(
            single.readings
                == [.init(tokens: [], wanted: [NextTokens(position: 9, tokens: [3, 8, 9])])])
        let plan = ChoicePlan(Self.continuations, promptCount: 10)
        let nodes = plan.readings.flatMap { reading in
            reading.wanted.map { Array(reading.tokens[..<($0.position - 9)]) }
        }
        #expect(Set(nodes).count == nodes.count)
        #expect(Set(nodes) == [[], [3], [3, 4], [8], [9], [9, 1], [9, 1, 1]])
    }
}
