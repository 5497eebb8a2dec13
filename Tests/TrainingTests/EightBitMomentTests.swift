import Compute
import EmulatedGPU
import Foundation
import Hashing
import TestSupport
import Testing
import Training

/// Training with moments of 8 bits beside the same with moments of float32.
@Suite(.enabled(if: !LossFixture.all.isEmpty, "the fixtures hold no losses"))
struct EightBitMomentTests {
    private struct Run {
        let training: TinyTraining
        let trainer: Trainer

        init(
            _ fixture: LossFixture, _ moments: MomentFormat, threads: Int = 1,
            microTokens: Int = 400, steps: Int = 12, adapters: Bool = false,
            on backend: (any DifferentiableBackend)? = nil
        ) throws {
            let backend = backend ?? CPUDifferentiableBackend(threads: threads)
            let parameters = try DecoderParameters(try fixture.decoder(), on: backend)
            if adapters {
                try parameters.addAdapters(
                    AdapterSettings(rank: 3, alpha: 6), seed: 5, moments: moments, on: backend)
            } else {
                try parameters.thaw(moments: moments, on: backend)
            }
            let gradient = try DecoderGradient(parameters, capacity: 400, on: backend)
            training = TinyTraining(
                backend: backend, parameters: parameters, gradient: gradient)
            let vocabulary = parameters.configuration.vocabularySize
            var random = SplitMix64(seed: 3)
            let conversations = (0..<8).map { index in
                let length = 5 + random.integer(below: 40)
                return Conversation(
                    name: "\(index)",
                    tokens: (0..<length).map { _ in Int32(random.integer(below: vocabulary)) },
                    isTarget: (0..<length).map { $0 > 0 })
            }
            trainer = try Trainer(
                try SupervisedTask(conversations, gradient), gradient,
                parameters: parameters.trained,
                settings: TrainingSettings(
                    batchSize: 4, steps: steps,
                    schedule: LearningRateSchedule(peak: 3e-3, totalSteps: steps),
                    microTokens: microTokens))
        }

        /// Does all steps; returns the losses.
        func finish() throws -> [Double] {
            var losses: [Double] = []
            while !trainer.isFinished { losses.append(try trainer.next().figures.loss) }
            return losses
        }

        func digest() throws -> String {
            var hash = SHA256()
            let values = try training.values(of: trainer.parameters) { $0.value }
            for (name, floats) in values.sorted(by: { $0.key < $1.key }) {
                hash.update(framed: name)
                hash.update(floats.withUnsafeBytes { Array($0) })
            }
            return hash.finalize().hexadecimal
        }
    }

    @Test(arguments: LossFixture.all, [false, true])
    func `the losses stay near those of float32`(fixture: LossFixture, adapters: Bool) throws {
        let steps = 40
        let expected = try Run(fixture, .float32, steps: steps, adapters: adapters).finish()
        let found = try Run(fixture, .eightBit, steps: steps, adapters: adapters).finish()
        let gained = expected[0] - expected[steps - 1]
        #expect(gained > 0.02 * expected[0])
        for (index, (found, expected)) in zip(found, expected).enumerated() {
            #expect(abs(found - expected) <= 0.05 * gained, "step \(index + 1)")
        }
    }

    @Test(arguments: LossFixture.all)
    func `neither threads, micro-batches nor an interruption change a bit`(
        fixture: LossFixture
    ) throws {
        let plain = try Run(fixture, .eightBit)
        _ = try plain.finish()
        let digest = try plain.digest()
        let other = try Run(fixture, .eightBit, threads: 3, microTokens: 50)
        _ = try other.finish()
        #expect(try other.digest() == digest)

        let folder = try TemporaryFolder()
        let state = TrainingState(folder: folder.url.appending(path: "state"), identity: [])
        let first = try Run(fixture, .eightBit)
        for _ in 0..<5 { _ = try first.trainer.next() }
        try state.save(first.trainer)
        let second = try Run(fixture, .eightBit)
        #expect(try state.restore(second.trainer)?["step"]?.integer == 5)
        _ = try second.finish()
        #expect(try second.digest() == digest)
    }

    @Test(arguments: LossFixture.all)
    func `matrices have a quarter of the moments' memory, norms all of it`(
        fixture: LossFixture
    ) throws {
        let run = try Run(fixture, .eightBit)
        for parameter in run.trainer.parameters {
            let training = try #require(parameter.training)
            let bytes = 4 * training.firstMoment.rows * training.firstMoment.width
            let blocks = (parameter.count + 255) / 256
            #expect(bytes == (parameter.decays ? 260 * blocks : 4 * parameter.count))
        }
    }

    /// The optimizer has the CPU's bits; gradients differ in their last digits.
    @Test(arguments: LossFixture.all)
    func `a GPU's losses are the CPU's`(fixture: LossFixture) throws {
        let backend = try EmulatedGPU.computeDevice().differentiableBackend(
            owner: "test", arithmetic: .float32)
        let expected = try Run(fixture, .eightBit, steps: 3).finish()
        let found = try Run(fixture, .eightBit, steps: 3, on: backend).finish()
        for (found, expected) in zip(found, expected) { #expect(isClose(found, expected, 1e-3)) }
    }
}
