import Compute
import Foundation
import Hashing
import Models
import TestSupport
import Testing
import Training

/// The weights after some steps are the same bits however they were computed.
@Suite(.enabled(if: !LossFixture.all.isEmpty, "the fixtures hold no losses"))
struct SameBitsTests {
    /// A training of a few steps on random conversations or pairs.
    private struct Run {
        let training: TinyTraining
        let trainer: Trainer
        let task: any TrainingTask

        init(
            _ fixture: LossFixture, pairs: Bool, threads: Int = 1, microBatchSize: Int? = nil,
            microTokens: Int = 600, steps: Int = 4, adapters: Bool = false
        ) throws {
            let backend = CPUDifferentiableBackend(threads: threads)
            let parameters = try DecoderParameters(try fixture.decoder(), on: backend)
            if adapters {
                try parameters.addAdapters(
                    AdapterSettings(rank: 3, alpha: 6), seed: 5, on: backend)
            } else {
                try parameters.thaw(on: backend)
            }
            let gradient = try DecoderGradient(parameters, capacity: 900, on: backend)
            training = TinyTraining(
                backend: backend, parameters: parameters, gradient: gradient)
            let vocabulary = parameters.configuration.vocabularySize
            task =
                try pairs
                ? Self.preferences(vocabulary, gradient) : Self.conversations(vocabulary, gradient)
            trainer = try Trainer(
                task, gradient, parameters: parameters.trained,
                settings: TrainingSettings(
                    batchSize: 8, steps: steps,
                    schedule: LearningRateSchedule(peak: 1e-2, totalSteps: steps),
                    microBatchSize: microBatchSize, microTokens: microTokens))
        }

        private static func ids(
            _ count: Int, _ vocabulary: Int, _ random: inout SplitMix64
        ) -> [Int32] {
            (0..<count).map { _ in Int32(random.integer(below: vocabulary)) }
        }

        private static func conversations(
            _ vocabulary: Int, _ gradient: DecoderGradient
        ) throws -> SupervisedTask {
            var random = SplitMix64(seed: 3)
            return try SupervisedTask(
                (0..<19).map { index in
                    let length = index == 4 ? 531 : 5 + random.integer(below: 60)
                    return Conversation(
                        name: "\(index)", tokens: ids(length, vocabulary, &random),
                        isTarget: (0..<length).map { _ in random.integer(below: 3) > 0 })
                }, gradient)
        }

        private static func preferences(
            _ vocabulary: Int, _ gradient: DecoderGradient
        ) throws -> PreferenceTask {
            var random = SplitMix64(seed: 4)
            let pairs = (0..<19).map { index in
                Preference(
                    name: "\(index)",
                    prompt: ids(3 + random.integer(below: 30), vocabulary, &random),
                    chosen: ids(
                        index == 4 ? 300 : 1 + random.integer(below: 40), vocabulary, &random),
                    rejected: ids(1 + random.integer(below: 40), vocabulary, &random))
            }
            let store = ReferenceStore(folder: nil, model: "")
            return try PreferenceTask(
                pairs,
                references: store.references(of: pairs, microTokens: 500, gradient).references,
                rewards: Array(repeating: 0, count: pairs.count),
                loss: .dpo(beta: 0.1, labelSmoothing: 0), supervised: SupervisedTerm(), gradient)
        }

        /// Does all steps; returns a digest of all trained values, and the losses.
        func finish() throws -> (digest: String, losses: [Double]) {
            var losses: [Double] = []
            while !trainer.isFinished { losses.append(try trainer.next().figures.loss) }
            return (try digest(), losses)
        }

        func digest() throws -> String {
            var hash = SHA256()
            for (name, floats) in try training.values(of: trainer.parameters, { $0.value })
                .sorted(by: { $0.key < $1.key })
            {
                hash.update(framed: name)
                hash.update(floats.withUnsafeBytes { Array($0) })
            }
            return hash.finalize().hexadecimal
        }
    }

    @Test(arguments: LossFixture.all, [false, true])
    func `threads and micro-batches change no bit`(fixture: LossFixture, pairs: Bool) throws {
        let plain = try Run(fixture, pairs: pairs).finish()
        for (threads, size, tokens) in [
            (3, nil, 600), (1, 1, 600), (2, 3, 600), (1, nil, 900), (2, nil, 1),
        ] as [(Int, Int?, Int)] {
            let other = try Run(
                fixture, pairs: pairs, threads: threads, microBatchSize: size, microTokens: tokens
            ).finish()
            #expect(other.digest == plain.digest, "threads \(threads), \(size ?? 0) a micro-batch")
            #expect(other.losses == plain.losses)
        }
    }

    @Test(arguments: LossFixture.all, [false, true])
    func `an evaluation between steps changes no bit`(fixture: LossFixture, pairs: Bool) throws {
        let plain = try Run(fixture, pairs: pairs).finish()
        let run = try Run(fixture, pairs: pairs)
        let before = try run.task.evaluate(microTokens: 400)
        #expect(try run.task.evaluate(microTokens: 70).loss == before.loss)
        var losses: [Double] = []
        while !run.trainer.isFinished {
            losses.append(try run.trainer.next().figures.loss)
            _ = try run.task.evaluate(microTokens: 400)
        }
        #expect(try run.digest() == plain.digest)
        #expect(losses == plain.losses)
        let after = try run.task.evaluate(microTokens: 400)
        #expect(after.loss < before.loss)
        #expect(try run.task.evaluate(microTokens: 400, isStopped: { true }) == nil)
    }

    @Test(arguments: LossFixture.all)
    func `a log has a line for each step and evaluation, however often it goes on`(
        fixture: LossFixture
    ) throws {
        let folder = try TemporaryFolder()
        let url = folder.appending(path: "training.jsonl")
        let run = try Run(fixture, pairs: false)
        let task = run.task
        func write(from step: Int, to end: Int) throws {
            let log = try TrainingLog(url: url, keeping: step)
            for step in step...end where log.evaluations[step] == nil {
                let figures = try task.evaluate(microTokens: 400)
                try log.write(heldOut: figures, after: step)
            }
        }
        try write(from: 0, to: 3)
        let first = TrainingLog.lines(of: url)
        try write(from: 2, to: 3)
        #expect(TrainingLog.lines(of: url) == first)
        #expect(first.map { $0["step"]?.integer } == [0, 1, 2, 3])
        #expect(first.allSatisfy { $0["heldout_loss"]?.double != nil && $0["loss"] == nil })
        // From the beginning nothing is kept.
        try write(from: 0, to: 0)
        #expect(TrainingLog.lines(of: url).count == 1)
    }

    @Test(arguments: LossFixture.all)
    func `adapters are trained to the same bits, and the model stays`(fixture: LossFixture) throws {
        let one = try Run(fixture, pairs: false, adapters: true)
        let before = try one.training.values { $0.training == nil ? $0.value : nil }
        let plain = try one.finish()
        let other = try Run(
            fixture, pairs: false, threads: 2, microBatchSize: 3, adapters: true
        ).finish()
        #expect(plain.digest == other.digest)
        #expect(plain.losses.first != plain.losses.last)
        let after = try one.training.values { $0.training == nil ? $0.value : nil }
        #expect(before == after)
    }

    @Test(arguments: LossFixture.all)
    func `dpo starts at log 2 when policy and reference are the same`(fixture: LossFixture) throws {
        let run = try Run(fixture, pairs: true, steps: 1)
        let losses = try run.finish().losses
        #expect(losses == [log(2)])
    }

    @Test(arguments: LossFixture.all)
    func `a training that goes on from its state ends with the same bits`(
        fixture: LossFixture
    ) throws {
        let folder = try TemporaryFolder()
        let undisturbed = try Run(fixture, pairs: false).finish()
        let identity = [(name: "weights", value: "tiny")]
        let state = TrainingState(
            folder: folder.url.appending(path: "state"), identity: identity)
        let first = try Run(fixture, pairs: false)
        #expect(try state.restore(first.trainer) == nil)
        for _ in 0..<2 {
            _ = try first.trainer.next()
            try state.save(first.trainer)
        }
        // A third step that no state knows.
        _ = try first.trainer.next()
        let second = try Run(fixture, pairs: false, threads: 2)
        #expect(try state.restore(second.trainer)?["step"]?.integer == 2)
        #expect(second.trainer.step == 2)
        #expect(try second.finish().digest == undisturbed.digest)

        let other = TrainingState(
            folder: state.folder, identity: [(name: "weights", value: "others")])
        #expect(throws: TrainingError.self) { try other.restore(second.trainer) }
    }

    @Test(arguments: LossFixture.all)
    func `a pass over known references computes no token`(fixture: LossFixture) throws {
        let folder = try TemporaryFolder()
        let training = try TinyTraining(try fixture.decoder(), thaws: false)
        let pairs = try #require(try fixture.facts()["preference"]).pairs()
        func pass() throws -> (references: [ReferencePair], tokens: Int) {
            try ReferenceStore(folder: folder.url, model: "tiny")
                .references(of: pairs, microTokens: 40, training.gradient)
        }
        let first = try pass()
        #expect(first.tokens > 0)
        let second = try pass()
        #expect(second.tokens == 0)
        #expect(second.references == first.references)
        // A record that a crash cut off is computed again.
        let file = folder.url.appending(path: "tiny.references")
        let bytes = try Data(contentsOf: file)
        try bytes.dropLast(5).write(to: file)
        let third = try pass()
        #expect(third.tokens > 0)
        #expect(third.references == first.references)
        #expect(try pass().tokens == 0)
    }
}
