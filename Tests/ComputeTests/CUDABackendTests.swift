import Checkpoints
import Compute
import EmulatedGPU
import Foundation
import JSON
import Models
import TestSupport
import Testing

/// The backend on a GPU, whose kernels run on the CPU.
@Suite struct CUDABackendTests {
    private static func prompt(_ model: ModelFixture) throws -> [Int32] {
        let prompts = try #require(model.json("golden.json")["prompts"]?.object).pairs
        let longest = prompts.map(\.1).max { ($0.array ?? []).count < ($1.array ?? []).count }
        return Array(tokens(longest).prefix(72))
    }

    @Test(arguments: ModelFixture.all)
    func `a checkpoint's log-probabilities are near those of the reference`(
        model: ModelFixture
    ) throws {
        let decoder = try Decoder(url: model.url, arithmetic: .float32)
        let prompt = try Self.prompt(model)
        let expected = try SingleSequence(decoder).run(prompt)
        let found = try SingleSequence(decoder, on: EmulatedGPU.computeDevice(), step: 33)
            .run(prompt)
        var differences: [Float] = []
        for (found, expected) in zip(found.logits, expected.logits) {
            differences += zip(logProbabilities(found), logProbabilities(expected)).map {
                abs($0 - $1)
            }
        }
        #expect(differences.count == prompt.count * decoder.configuration.vocabularySize)
        // Random weights make the most of the rounding to 8 bits of mantissa: a mistake is far
        // above.
        #expect(differences.reduce(0, +) / Float(differences.count) < 0.04)
    }

    @Test(arguments: ModelFixture.all)
    func `a row has the same bits however the prompt is cut and in whatever order threads run`(
        model: ModelFixture
    ) throws {
        let decoder = try Decoder(url: model.url)
        let prompt = try Self.prompt(model)
        func run(_ step: Int, _ schedule: EmulatedGPU.Schedule) throws -> [[[UInt32]]] {
            EmulatedGPU.run(schedule, seed: UInt64(step))
            defer { EmulatedGPU.run(.lockstep) }
            let sequence = try SingleSequence(
                decoder, on: EmulatedGPU.computeDevice(), step: step)
            let found = try sequence.run(prompt)
            return [found.logits, found.hidden].map { $0.map { $0.map(\.bitPattern) } }
        }
        let whole = try run(72, .lockstep)
        for (step, schedule) in [(1, .reversed), (7, .shuffled), (20, .warpAhead)]
            as [(Int, EmulatedGPU.Schedule)]
        {
            #expect(try run(step, schedule) == whole)
        }
    }

    /// Half the mantissa of bfloat16: random weights make much of it.
    @Test(arguments: ModelFixture.all, FP8Scales.allCases)
    func `in 8-bit floats a model is near the reference, with the same bits however cut`(
        model: ModelFixture, scales: FP8Scales
    ) throws {
        let prompt = try Self.prompt(model)
        let reference = try Decoder(url: model.url, arithmetic: .float32)
        let decoder = try Decoder(url: model.url, arithmetic: Arithmetic(scales))
        let device = try EmulatedGPU.computeDevice()
        let expected = try SingleSequence(reference).run(prompt).logits
        let whole = try SingleSequence(decoder, on: device, step: 72).run(prompt).logits
        let cut = try SingleSequence(decoder, on: device, step: 11).run(prompt).logits
        #expect(
            whole.map { $0.map(\.bitPattern) } == cut.map { $0.map(\.bitPattern) })
        let differences = zip(whole, expected).flatMap { found, expected in
            zip(logProbabilities(found), logProbabilities(expected)).map { abs($0 - $1) }
        }.sorted()
        #expect(differences[differences.count / 2] < 0.4)
    }

    @Test(arguments: FP8Scales.allCases)
    func `8-bit floats on the CPU are refused`(scales: FP8Scales) throws {
        let model = try #require(ModelFixture.all.first)
        let decoder = try Decoder(url: model.url, arithmetic: Arithmetic(scales))
        #expect(throws: ComputeError.noFP8(path: model.url.path, device: "the CPU")) {
            _ = try SingleSequence(decoder)
        }
    }

    @Test func `answers of each arithmetic are remembered apart`() throws {
        let model = try #require(ModelFixture.all.first)
        let fingerprints = try Arithmetic.allCases.map {
            try Decoder(url: model.url, arithmetic: $0).fingerprint
        }
        #expect(Set(fingerprints).count == Arithmetic.allCases.count)
    }

    private func logProbabilities(_ logits: [Float]) -> [Float] {
        let most = logits.max() ?? 0
        let sum = logits.reduce(0) { $0 + exp($1 - most) }
        return logits.map { $0 - most - log(sum) }
    }
}
