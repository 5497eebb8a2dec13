import Compute
import EmulatedGPU
import Foundation
import Hashing
import TestSupport
import Testing
import Training

/// Training on a GPU, whose kernels run on the CPU: losses and gradients against those that torch
/// computed, and the same bits however a step is cut.
@Suite(.enabled(if: !LossFixture.all.isEmpty, "the fixtures hold no losses"))
struct GPUTrainingTests {
    private static func training(
        _ fixture: LossFixture, _ arithmetic: ProductArithmetic = .float32, capacity: Int = 256
    ) throws -> TinyTraining {
        let backend = try EmulatedGPU.computeDevice().differentiableBackend(
            owner: "test", arithmetic: arithmetic)
        let parameters = try DecoderParameters(try fixture.decoder(), on: backend)
        try parameters.thaw(on: backend)
        return TinyTraining(
            backend: backend, parameters: parameters,
            gradient: try DecoderGradient(parameters, capacity: capacity, on: backend))
    }

    @Test(arguments: LossFixture.all)
    func `the SFT loss and every gradient are those of the reference`(fixture: LossFixture) throws {
        let facts = try #require(try fixture.facts()["sft"])
        let training = try Self.training(fixture)
        let conversations = try facts.conversations()
        let task = try SupervisedTask(conversations, training.gradient)
        let figures = try training.pass(task, Array(conversations.indices))
        #expect(isClose(figures.loss, try #require(facts["loss_token_mean"]?.double)))
        try expectEqual(
            try training.gradients(), try fixture.tensors("sft_grads.safetensors"))
    }

    @Test(arguments: LossFixture.all)
    func `in bf16 the loss and the gradient's norm are near the reference's`(
        fixture: LossFixture
    ) throws {
        let facts = try #require(try fixture.facts()["sft"])
        let training = try Self.training(fixture, .bf16)
        let conversations = try facts.conversations()
        let task = try SupervisedTask(conversations, training.gradient)
        let figures = try training.pass(task, Array(conversations.indices))
        #expect(isClose(figures.loss, try #require(facts["loss_token_mean"]?.double), 5e-3))
        func norm(_ gradients: [[Float]]) -> Double {
            gradients.joined().reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
        let expected = try fixture.tensors("sft_grads.safetensors")
        let right = norm(try expected.names.map { try #require(expected.tensors[$0]).floats() })
        #expect(isClose(norm(Array(try training.gradients().values)), right, 2e-2))
    }

    /// Prompts with two branches.
    @Test(arguments: LossFixture.all)
    func `DPO's loss begins at log 2 and its gradients are those of the CPU`(
        fixture: LossFixture
    ) throws {
        let pairs = try #require(try fixture.facts()["preference"]).pairs()
        func pass(_ training: TinyTraining) throws -> (loss: Double, [String: [Float]]) {
            let store = ReferenceStore(folder: nil, model: "")
            let references = try store.references(
                of: pairs, microTokens: 500, training.gradient
            ).references
            let task = try PreferenceTask(
                pairs, references: references, rewards: pairs.map { _ in 0 },
                loss: .dpo(beta: 0.1, labelSmoothing: 0), supervised: SupervisedTerm(),
                training.gradient)
            let loss = try training.pass(task, Array(pairs.indices)).loss
            return (loss, try training.gradients())
        }
        let found = try pass(Self.training(fixture))
        let expected = try pass(TinyTraining(try fixture.decoder()))
        #expect(found.loss == log(2))
        for (name, right) in expected.1 {
            let values = try #require(found.1[name])
            let isEqual = zip(values, right).allSatisfy {
                abs($0 - $1) <= max(1e-6, 1e-4 * abs($1))
            }
            #expect(isEqual, "\(name)")
        }
    }

    @Test(arguments: LossFixture.all, [ProductArithmetic.float32, .bf16])
    func `steps give the same bits whatever the micro-batches`(
        fixture: LossFixture, arithmetic: ProductArithmetic
    ) throws {
        func digest(_ size: Int?, _ tokens: Int) throws -> String {
            let training = try Self.training(fixture, arithmetic, capacity: 400)
            let vocabulary = training.parameters.configuration.vocabularySize
            var random = SplitMix64(seed: 3)
            let conversations = (0..<6).map { index in
                let length = index == 2 ? 290 : 5 + random.integer(below: 40)
                return Conversation(
                    name: "\(index)",
                    tokens: (0..<length).map { _ in Int32(random.integer(below: vocabulary)) },
                    isTarget: (0..<length).map { _ in random.integer(below: 3) > 0 })
            }
            let trainer = try Trainer(
                try SupervisedTask(conversations, training.gradient), training.gradient,
                parameters: training.parameters.trained,
                settings: TrainingSettings(
                    batchSize: 6, steps: 2,
                    schedule: LearningRateSchedule(peak: 1e-2, totalSteps: 2),
                    microBatchSize: size, microTokens: tokens))
            while !trainer.isFinished { _ = try trainer.next() }
            var hash = SHA256()
            let values = try training.values(of: trainer.parameters) { $0.value }
            for (name, floats) in values.sorted(by: { $0.key < $1.key }) {
                hash.update(framed: name)
                hash.update(floats.withUnsafeBytes { Array($0) })
            }
            return hash.finalize().hexadecimal
        }
        let whole = try digest(nil, 400)
        #expect(try digest(1, 400) == whole)
        #expect(try digest(2, 60) == whole)
    }
}
