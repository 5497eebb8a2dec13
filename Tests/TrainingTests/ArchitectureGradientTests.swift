import Checkpoints
import Compute
import Foundation
import Hashing
import JSON
import Models
import TestSupport
import Testing
import Training

/// Every architecture that the engine runs, in training: its forward against the reference's
/// log-probabilities, its gradients against finite differences.
struct ArchitectureGradientTests {
    @Test(arguments: ModelFixture.all)
    func `log-probabilities are those of the reference`(model: ModelFixture) throws {
        let training = try TinyTraining(
            try Decoder(url: model.url, arithmetic: .float32), thaws: false)
        let golden = try SafetensorsFile(url: model.url.appending(path: "golden.safetensors"))
        let prompt = try model.longestPrompt()
        guard let stored = golden.tensors["\(prompt.name).token_logprobs"] else { return }
        let expected = try stored.floats()
        var batch = PackedBatch()
        batch.add([1, 5, 3])
        batch.add(prompt.tokens)
        let rows = TargetRows(
            batch, isTarget: (0..<batch.rowCount).map { $0 > 3 })
        try training.gradient.forward(batch)
        let found = try DecoderHead(training.gradient).logProbabilities(of: rows)
        #expect(found.count == expected.count)
        let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(worst < 3e-4, "\(model.name): off by \(worst)")
    }

    @Test(arguments: ModelFixture.all)
    func `gradients agree with finite differences`(model: ModelFixture) throws {
        let training = try TinyTraining(
            try Decoder(url: model.url, arithmetic: .float32), capacity: 128)
        let vocabulary = training.parameters.configuration.vocabularySize
        var random = SplitMix64(seed: 7)
        let conversations = [11, 40].enumerated().map { index, length in
            Conversation(
                name: "\(index)",
                tokens: (0..<length).map { _ in Int32(random.integer(below: vocabulary)) },
                isTarget: (0..<length).map { _ in random.integer(below: 3) > 0 })
        }
        let task = try SupervisedTask(conversations, training.gradient)
        _ = try training.pass(task, [0, 1])
        for parameter in training.parameters.trained {
            try check(parameter, training, random: &random) {
                try task.evaluate(microTokens: 128).loss
            }
        }
    }

    @Test(arguments: LossFixture.all, [false, true])
    func `a reward model's gradients agree too, whatever its head reads`(
        fixture: LossFixture, readsAnswer: Bool
    ) throws {
        let training = try TinyTraining(try fixture.decoder(), capacity: 128)
        let configuration = training.parameters.configuration
        var random = SplitMix64(seed: 11)
        func answers(_ lengths: [Int]) -> [RatedAnswer] {
            lengths.enumerated().map { index, length in
                RatedAnswer(
                    name: "\(index)",
                    tokens: (0..<length).map { _ in
                        Int32(random.integer(below: configuration.vocabularySize))
                    },
                    answerStart: length / 3, labels: [Double(index % 5), index == 1 ? nil : 2])
            }
        }
        let examples = answers([9, 30, 1])
        let head = try RewardHeadParameters(
            attributes: 2, hiddenSize: configuration.hiddenSize,
            weight: (0..<2 * configuration.hiddenSize).map { _ in
                Float(random.integer(below: 100)) / 200 - 0.25
            }, readsAnswer: readsAnswer, on: training.backend)
        for parameter in head.parameters { try parameter.thaw(on: training.backend) }
        let task = try RewardTask(examples, reward: head, training.gradient)
        _ = try training.pass(task, [0, 1, 2])
        for parameter in head.parameters + training.parameters.trained.prefix(8) {
            try check(parameter, training, random: &random) {
                try task.evaluate(microTokens: 128).loss
            }
        }
    }

    /// Moves a random half of a parameter's elements along their gradients, both ways.
    private func check(
        _ parameter: Parameter, _ training: TinyTraining, random: inout SplitMix64,
        loss: () throws -> Double
    ) throws {
        let gradient = try #require(parameter.gradient)
        let count = parameter.count
        var values = [Float](repeating: 0, count: count)
        var derivatives = values
        try training.backend.read(parameter.value.all, into: &values)
        try training.backend.read(gradient.all, into: &derivatives)
        let direction = derivatives.map { random.integer(below: 2) == 0 ? $0 : 0 }
        let norm = direction.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        guard norm > 1e-4 else { return }
        func slope(_ change: Double) throws -> Double {
            let step = change / norm
            let ends = try [1.0, -1.0].map { sign in
                let floats = zip(values, direction).map {
                    $0 + Float(sign * step / norm * Double($1))
                }
                try training.backend.write(floats, to: parameter.value.all)
                return try loss()
            }
            try training.backend.write(values, to: parameter.value.all)
            return (ends[0] - ends[1]) / (2 * step)
        }
        // A longer way loses less to rounding; a shorter one changes no router's choice.
        let found = try [4e-3, 1e-3, 3e-4].first { abs(try slope($0) - norm) <= 0.02 * norm }
        #expect(found != nil, "\(parameter.parts[0].name) has another slope than \(norm)")
    }
}
