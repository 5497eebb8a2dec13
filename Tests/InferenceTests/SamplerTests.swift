import JSON
import TestSupport
import Testing

@testable import Inference

/// One case of the reference: parameters, history and what may be drawn.
private struct SamplerCase {
    let logits: [Float]
    let parameters: SamplingParameters
    let history: [Int32]
    let replyStart: Int
    let kept: [Int32]
    let probabilities: [Double]
    /// Which of several equal tokens survives is arbitrary.
    let hasTies: Bool

    init?(_ value: JSON, _ all: JSON) {
        guard let name = value["logits"]?.string, let logits = all["logits"]?[name]?.array,
            let parameters = value["params"]
        else { return nil }
        self.logits = logits.map { Float($0.double ?? -.infinity) }
        self.parameters = SamplingParameters(reference: parameters)
        history = (value["history"]?.array ?? []).compactMap(\.integer).map(Int32.init)
        replyStart = value["prompt_length"]?.integer ?? 0
        kept = (value["kept"]?.array ?? []).compactMap(\.integer).map(Int32.init)
        probabilities = (value["probs"]?.array ?? []).compactMap(\.double)
        hasTies = name == "ties24" || name == "all_equal16"
    }

    static let all: [SamplerCase] = {
        guard let file = try? Fixtures.json("samplers/samplers.json") else { return [] }
        return (file["cases"]?.array ?? []).compactMap { SamplerCase($0, file) }
    }()

    /// Calls `body` with penalised logits and workspace.
    func withLogits<Result>(
        _ body: (
            Sampler, UnsafeMutableBufferPointer<Float>, UnsafeMutableBufferPointer<Float>
        ) -> Result
    ) -> Result {
        var logits = logits
        var workspace = logits
        let sampler = Sampler(parameters)
        return logits.withUnsafeMutableBufferPointer { logits in
            workspace.withUnsafeMutableBufferPointer { workspace in
                body(sampler, logits, workspace)
            }
        }
    }

    /// The tokens that may be drawn and their probabilities.
    var found: (tokens: [Int32], probabilities: [Double]) {
        withLogits { sampler, logits, workspace in
            sampler.penalise(logits, tokens: history, replyStart: replyStart)
            let candidates = sampler.candidates(logits, workspace: workspace)
            let total = candidates.weights.reduce(0, +)
            return (candidates.tokens, candidates.weights.map { $0 / total })
        }
    }

    func draw(_ u: Double) -> Int32 {
        withLogits { sampler, logits, workspace in
            sampler.choose(
                logits,
                tokens: history,
                replyStart: replyStart,
                u: u,
                workspace: workspace
            )
        }
    }
}

extension SamplingParameters {
    fileprivate init(reference: JSON) {
        self.init()
        temperature = reference["temperature"]?.double ?? temperature
        topK = reference["top_k"]?.integer ?? topK
        topP = reference["top_p"]?.double ?? topP
        minP = reference["min_p"]?.double ?? minP
        typicalP = reference["typical_p"]?.double ?? typicalP
        repetitionPenalty = reference["repetition_penalty"]?.double ?? repetitionPenalty
        presencePenalty = reference["presence_penalty"]?.double ?? presencePenalty
        frequencyPenalty = reference["frequency_penalty"]?.double ?? frequencyPenalty
        noRepeatNGram = reference["no_repeat_ngram_size"]?.integer ?? noRepeatNGram
    }
}

@Suite struct SamplerTests {
    @Test(arguments: SamplerCase.all.indices)
    func `the reference's tokens may be drawn, with its probabilities`(index: Int) {
        let reference = SamplerCase.all[index]
        let found = reference.found
        if reference.hasTies {
            #expect(found.tokens.count == reference.kept.count)
        } else {
            #expect(found.tokens == reference.kept)
        }
        let pairs =
            reference.hasTies
            ? zip(found.probabilities.sorted(), reference.probabilities.sorted())
            : zip(found.probabilities, reference.probabilities)
        for (found, expected) in pairs {
            #expect(abs(found - expected) <= 1e-5 * expected + 1e-12)
        }
    }

    @Test(.enabled(if: Fixtures.has("samplers/samplers.json"), "the fixtures are not here"))
    func `a draw takes the first token whose cumulative probability exceeds it`() throws {
        let file = try Fixtures.json("samplers/samplers.json")
        for draw in file["inverse_cdf_draws"]?.array ?? [] {
            let reference = SamplerCase.all[try #require(draw["case"]?.integer)]
            guard !reference.hasTies else { continue }
            let us = draw["u"]?.array?.compactMap(\.double) ?? []
            let expected = draw["id"]?.array?.compactMap(\.integer) ?? []
            #expect(us.map { Int(reference.draw($0)) } == expected)
        }
    }

    @Test func `greedy takes the lowest id of equals`() {
        var logits: [Float] = [0, 3, 1, 3, 3]
        var workspace = logits
        let token = logits.withUnsafeMutableBufferPointer { logits in
            workspace.withUnsafeMutableBufferPointer { workspace in
                Sampler(.greedy(maxTokens: 1)).choose(
                    logits,
                    tokens: [0],
                    replyStart: 0,
                    u: 0.9,
                    workspace: workspace
                )
            }
        }
        #expect(token == 1)
    }

    @Test func `when every token is banned the first is taken`() {
        var logits = [Float](repeating: -.infinity, count: 20)
        var workspace = logits
        var parameters = SamplingParameters()
        parameters.topP = 0.5
        let token = logits.withUnsafeMutableBufferPointer { logits in
            workspace.withUnsafeMutableBufferPointer { workspace in
                Sampler(parameters).choose(
                    logits,
                    tokens: [0],
                    replyStart: 0,
                    u: 0.9,
                    workspace: workspace
                )
            }
        }
        #expect(token == 0)
    }

    @Test func `draws are even, and differ by seed and by counter`() {
        let draws = (0..<4096).map { CounterRandom.uniform(seed: 7, counter: $0) }
        #expect(draws.allSatisfy { (0..<1).contains($0) })
        #expect(abs(draws.reduce(0, +) / 4096 - 0.5) < 0.02)
        #expect(Set(draws).count == 4096)
        #expect(CounterRandom.uniform(seed: 8, counter: 0) != draws[0])
    }
}
