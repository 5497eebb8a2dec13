import Compute
import Foundation
import JSON
import TestSupport
import Testing

@testable import Inference

/// One case of the reference: parameters, history and what may be drawn.
private struct SamplerCase {
    let logits: [Float]
    let parameters: SamplingOptions
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
        self.parameters = SamplingOptions(reference: parameters)
        history = (value["history"]?.array ?? []).compactMap(\.integer).map(Int32.init)
        replyStart = value["prompt_length"]?.integer ?? 0
        kept = (value["kept"]?.array ?? []).compactMap(\.integer).map(Int32.init)
        probabilities = (value["probs"]?.array ?? []).compactMap(\.double)
        let (numbers, kept) = (self.logits, self.kept)
        let keptNumbers = Set(kept.map { numbers[Int($0)] })
        hasTies = numbers.filter(keptNumbers.contains).count > keptNumbers.count
    }

    static let all: [SamplerCase] = {
        guard let file = try? Fixtures.json("samplers/samplers.json") else { return [] }
        return (file["cases"]?.array ?? []).compactMap { SamplerCase($0, file) }
    }()

    /// The tokens that may be drawn and their probabilities.
    var found: (tokens: [Int32], probabilities: [Double]) {
        let sampler = Sampler(parameters, SamplerWorkspace(vocabularySize: logits.count))
        return withRow(of: logits) { row in
            let row = sampler.penalised(row, tokens: history, replyStart: replyStart)
            let candidates = sampler.candidates(row)
            let total = candidates.sum
            return (Array(candidates.tokens), candidates.weights.map { $0 / total })
        }
    }

    func draw(_ u: Double) -> Int32 {
        let sampler = Sampler(parameters, SamplerWorkspace(vocabularySize: logits.count))
        return withRow(of: logits) { row in
            sampler.choose(row, tokens: history, replyStart: replyStart, u: u)
        }
    }
}

extension SamplingOptions {
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

private func withRow<Result>(of logits: [Float], _ body: (LogitRow) -> Result) -> Result {
    let copy = UnsafeMutablePointer<Float>.allocate(capacity: logits.count)
    defer { copy.deallocate() }
    copy.initialize(from: logits, count: logits.count)
    return body(LogitRow(copy, count: logits.count))
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
            #expect(abs(found - expected) <= Self.tolerance(expected))
        }
    }

    /// Weights are e^x in single precision, x at most the logarithm of the probability below 0. A
    /// float's half unit in x is that share of e^x: little near 0, more than 1e-5 at 1e-40.
    private static func tolerance(_ probability: Double) -> Double {
        let units = 4 * Double(Float.ulpOfOne) * max(1, -log(max(probability, 1e-300)))
        return (1e-5 + units) * probability + 1e-12
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
        #expect(choose([0, 3, 1, 3, 3], .greedy(maxTokens: 1), u: 0.9) == 1)
    }

    @Test func `when every token is banned the first is taken`() {
        var parameters = SamplingOptions()
        parameters.topP = 0.5
        let logits = [Float](repeating: -.infinity, count: 20)
        #expect(choose(logits, parameters, u: 0.9) == 0)
    }

    private func choose(_ logits: [Float], _ parameters: SamplingOptions, u: Double) -> Int32 {
        let sampler = Sampler(parameters, SamplerWorkspace(vocabularySize: logits.count))
        return withRow(of: logits) { sampler.choose($0, tokens: [0], replyStart: 0, u: u) }
    }

    /// Rows from nearly flat to nearly certain, with ties, and parameters that cut them.
    @Test(arguments: 0..<40)
    func `what is kept is what sorting the whole vocabulary keeps`(seed: UInt64) {
        var random = Random(seed: seed)
        let spread = [0.01, 0.5, 2, 5, 12][random.below(5)]
        let steps = [1, 8, 1 << 20][random.below(3)]
        let logits = (0..<(1 + random.below(6_000))).map { _ in
            Float((random.uniform() * Double(steps)).rounded() / Double(steps) * spread)
        }
        var parameters = SamplingOptions()
        parameters.temperature = [0.3, 1, 1.7][random.below(3)]
        parameters.topP = [0.1, 0.5, 0.9, 0.999][random.below(4)]
        if random.below(2) == 0 { parameters.topK = 1 + random.below(logits.count) }
        let sampler = Sampler(parameters, SamplerWorkspace(vocabularySize: logits.count))
        let found = withRow(of: logits) { Array(sampler.candidates($0).tokens) }

        let most = logits.max() ?? 0
        var order = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }
        if parameters.topK > 0, parameters.topK < order.count {
            let least = logits[order[parameters.topK - 1]]
            order = order.filter { logits[$0] >= least }
        }
        let weights = logits.map { exp(Double($0 - most) / parameters.temperature) }
        let total = order.reduce(0) { $0 + weights[$1] }
        // The cut may lie a token further where rounding decides.
        func kept(_ mass: Double) -> Int {
            var sum = 0.0
            return order.firstIndex {
                sum += weights[$0]
                return sum >= mass * total
            } ?? order.count - 1
        }
        let (fewest, most2) = (kept(parameters.topP - 1e-6) + 1, kept(parameters.topP + 1e-6) + 1)
        #expect((fewest...most2).contains(found.count))
        #expect(found == order.prefix(found.count).map { Int32($0) }.sorted())
    }

    @Test(arguments: 0..<10)
    func `a draw from all tokens takes them as often as they are likely`(seed: UInt64) {
        var random = Random(seed: seed)
        let logits = (0..<3_000).map { _ in Float(random.uniform() * 3) }
        let weights = logits.map { exp(Double($0)) }
        let total = weights.reduce(0, +)
        for _ in 0..<50 {
            let u = random.uniform()
            let token = Int(choose(logits, SamplingOptions(), u: u))
            let before = weights[..<token].reduce(0, +) / total
            #expect(before <= u + 1e-6 && u - 1e-6 <= before + weights[token] / total)
        }
    }

    @Test func `draws are even, and differ by seed and by counter`() {
        let draws = (0..<4096).map { CounterRandom.uniform(seed: 7, counter: $0) }
        #expect(draws.allSatisfy { (0..<1).contains($0) })
        #expect(abs(draws.reduce(0, +) / 4096 - 0.5) < 0.02)
        #expect(Set(draws).count == 4096)
        #expect(CounterRandom.uniform(seed: 8, counter: 0) != draws[0])
    }
}
