import Compute
import Concurrency
import Foundation
import Inference

/// Figures for one number of sequences: medians over rounds, in seconds and tokens a second.
struct BatchFigures {
    var sequences = 0
    /// Tokens a second of reading all prompts together, and nothing else.
    var prefill = 0.0
    /// Tokens a second in steps in which every sequence got one token.
    var decode = 0.0
    /// Written tokens divided by the whole time, prompts included.
    var endToEnd = 0.0
    /// Seconds from the first request to a reply's first token: mean of the replies, and the last.
    var firstTokenMean = 0.0
    var firstTokenLast = 0.0
    /// Mean seconds of a step of all sequences, and of its parts.
    var step = 0.0
    var layers = 0.0
    var head = 0.0
    var sampling = 0.0
    var scheduling = 0.0
    /// Number of steps in a round from which ``decode`` and ``step`` are computed.
    var fullSteps = 0
    /// The process's peak memory so far.
    var peakMemoryInBytes = 0
}

/// Measures sequences that run together, by the engine's step reports.
struct DecodeRounds {
    let engine: BenchEngine
    let promptTokens: Int
    let generate: Int
    let greedy: Bool

    /// Measures tokens a second of reading one prompt of `length` tokens.
    func prefill(_ length: Int, _ rounds: Int) async throws -> Double {
        var speeds: [Double] = []
        for round in 0...rounds {
            let prompt = prompt(900_000 + length * 64 + round, length)
            let start = ContinuousClock.now
            _ = try await engine.engine.logits(prompt, positions: [length - 1])
            let seconds = (ContinuousClock.now - start).inSeconds
            if round > 0 { speeds.append(Double(length) / seconds) }
        }
        return speeds.median
    }

    /// Returns medians of `rounds` rounds of `count` sequences, after a short one that is not
    /// counted.
    func measure(_ count: Int, _ rounds: Int) async throws -> BatchFigures {
        _ = try await decode(count, tokens: min(generate, 8), round: 0)
        var all: [BatchFigures] = []
        for round in 1...rounds {
            let speed = try await prefillTogether(count, round: round)
            var figures = try await decode(count, tokens: generate, round: round)
            figures.prefill = speed
            all.append(figures)
        }
        return BatchFigures(medianOf: all)
    }

    private func prompt(_ number: Int, _ count: Int) -> [Int32] {
        BenchTexts.prompt(number, count: count, engine.tokenizer)
    }

    private func prefillTogether(_ count: Int, round: Int) async throws -> Double {
        let prompts = (0..<count).map {
            prompt(500_000 + (round * 200 + count) * 128 + $0, promptTokens)
        }
        let start = ContinuousClock.now
        _ = try await mapConcurrently(prompts) { [engine = engine.engine] prompt in
            try await engine.logits(prompt, positions: [prompt.count - 1])
        }
        return Double(count * promptTokens) / (ContinuousClock.now - start).inSeconds
    }

    private func decode(_ count: Int, tokens: Int, round: Int) async throws -> BatchFigures {
        var sampling = SamplingOptions()
        sampling.maxTokens = tokens
        sampling.topP = 0.95
        if greedy { sampling = .greedy(maxTokens: tokens) }
        let requests = (0..<count).map { sequence in
            GenerationRequest(
                prompt: prompt((round * 200 + count) * 128 + sequence, promptTokens),
                sampling: sampling, seed: UInt64(sequence))
        }
        _ = engine.takeSteps()
        let start = ContinuousClock.now
        _ = try await mapConcurrently(requests) { [engine = engine.engine] request in
            try await engine.complete(request)
        }
        let seconds = (ContinuousClock.now - start).inSeconds
        var figures = BatchFigures(steps: engine.takeSteps(), sequences: count, start: start)
        figures.endToEnd = Double(count * tokens) / seconds
        figures.peakMemoryInBytes = peakMemoryInBytes() ?? 0
        return figures
    }
}

extension BatchFigures {
    /// - Parameter start: When the sequences were requested.
    init(steps: [StepReport], sequences: Int, start: ContinuousClock.Instant) {
        self.sequences = sequences
        for step in steps where step.begun > 0 {
            let seconds = (step.end - start).inSeconds
            firstTokenMean += seconds * Double(step.begun) / Double(sequences)
            firstTokenLast = seconds
        }
        // From the end of the step before, so that the time between steps is counted.
        var spent = 0.0
        for (before, step) in zip(steps, steps.dropFirst())
        where step.decoding == sequences && step.sequences == sequences {
            fullSteps += 1
            spent += (step.end - before.end).inSeconds
            layers += step.layers.inSeconds
            head += step.head.inSeconds
            sampling += step.sampling.inSeconds
            scheduling += step.scheduling.inSeconds
        }
        guard fullSteps > 0 else { return }
        let full = Double(fullSteps)
        decode = full * Double(sequences) / spent
        (step, layers, head) = (spent / full, layers / full, head / full)
        (sampling, scheduling) = (sampling / full, scheduling / full)
    }

    fileprivate init(medianOf rounds: [BatchFigures]) {
        func median(_ key: KeyPath<BatchFigures, Double>) -> Double {
            rounds.map { $0[keyPath: key] }.median
        }
        sequences = rounds.first?.sequences ?? 0
        prefill = median(\.prefill)
        decode = median(\.decode)
        endToEnd = median(\.endToEnd)
        firstTokenMean = median(\.firstTokenMean)
        firstTokenLast = median(\.firstTokenLast)
        step = median(\.step)
        layers = median(\.layers)
        head = median(\.head)
        sampling = median(\.sampling)
        scheduling = median(\.scheduling)
        fullSteps = rounds.map(\.fullSteps).min() ?? 0
        peakMemoryInBytes = rounds.map(\.peakMemoryInBytes).max() ?? 0
    }
}
