import CUDA
import Compute
import EmulatedGPU
import Foundation
import Hashing
import TestSupport
import Testing

@testable import Training

/// Training on two emulated GPUs, whose NCCL is plain loops, against the same on one.
@Suite(.enabled(if: !LossFixture.all.isEmpty, "the fixtures hold no losses"))
struct ReplicaTests {
    private enum Objective: Sendable, CaseIterable { case conversations, pairs, answers }

    /// A training of a few steps on so many GPUs.
    private struct Run {
        let trainer: Trainer

        init(
            _ fixture: LossFixture, _ objective: Objective = .conversations, gpus: Int,
            microTokens: Int = 400
        ) throws {
            let backends = try (0..<gpus).map {
                try EmulatedGPU.computeDevice($0).differentiableBackend(
                    owner: "test", arithmetic: .float32)
            }
            let replicas = try backends.map { try Self.replica(fixture, objective, on: $0) }
            trainer = try Trainer(
                replicas,
                summing: gpus > 1
                    ? ComputeDevice.allReduce(over: backends, by: EmulatedGPU.nccl()) : nil,
                settings: TrainingSettings(
                    batchSize: 5, steps: 3,
                    schedule: LearningRateSchedule(peak: 1e-2, totalSteps: 3),
                    microTokens: microTokens))
        }

        private static func replica(
            _ fixture: LossFixture, _ objective: Objective, on backend: any DifferentiableBackend
        ) throws -> Replica {
            let parameters = try DecoderParameters(try fixture.decoder(), on: backend)
            try parameters.thaw(on: backend)
            let gradient = try DecoderGradient(parameters, capacity: 400, on: backend)
            let vocabulary = parameters.configuration.vocabularySize
            var random = SplitMix64(seed: 3)
            func ids(_ count: Int) -> [Int32] {
                (0..<count).map { _ in Int32(random.integer(below: vocabulary)) }
            }
            // Of three steps the last has a single example: a GPU is without.
            let lengths = (0..<11).map { _ in 5 + random.integer(below: 25) }
            switch objective {
            case .conversations:
                let conversations = lengths.enumerated().map { index, length in
                    Conversation(
                        name: "\(index)", tokens: ids(length),
                        isTarget: (0..<length).map { $0 % 3 > 0 })
                }
                return Replica(
                    try SupervisedTask(conversations, gradient), gradient,
                    parameters: parameters.trained)
            case .pairs:
                let pairs = lengths.enumerated().map { index, length in
                    Preference(
                        name: "\(index)", prompt: ids(7), chosen: ids(length), rejected: ids(9))
                }
                let task = try PreferenceTask(
                    pairs,
                    references: pairs.map { _ in ReferencePair(chosen: -90, rejected: -70) },
                    rewards: pairs.map { _ in 0 }, loss: .dpo(beta: 0.1, labelSmoothing: 0),
                    supervised: SupervisedTerm(weight: 0.1), gradient)
                return Replica(task, gradient, parameters: parameters.trained)
            case .answers:
                let answers = lengths.enumerated().map { index, length in
                    RatedAnswer(
                        name: "\(index)", tokens: ids(length), answerStart: length / 2,
                        labels: [Double(index % 5), index % 2 == 0 ? nil : 3])
                }
                let reward = try RewardHeadParameters(
                    attributes: 2, hiddenSize: parameters.configuration.hiddenSize, on: backend)
                for parameter in reward.parameters { try parameter.thaw(on: backend) }
                return Replica(
                    try RewardTask(answers, reward: reward, gradient), gradient,
                    parameters: parameters.trained + reward.parameters)
            }
        }

        func floats(_ replica: Int = 0, _ matrix: (Parameter) -> FloatMatrix?) throws -> [[Float]] {
            let replica = trainer.replicas[replica]
            return try replica.parameters.compactMap(matrix).map { matrix in
                var floats = [Float](repeating: 0, count: matrix.rows * matrix.width)
                try replica.backend.read(matrix.all, into: &floats)
                return floats
            }
        }

        /// A digest of a replica's trained values.
        func digest(_ replica: Int = 0) throws -> String {
            var hash = SHA256()
            for floats in try floats(replica, { $0.value }) {
                hash.update(floats.withUnsafeBytes { Array($0) })
            }
            return hash.finalize().hexadecimal
        }

        func finish() throws -> String {
            while !trainer.isFinished { _ = try trainer.next() }
            return try digest()
        }
    }

    @Test(arguments: LossFixture.all, Objective.allCases)
    private func `two GPUs give the loss and the gradients of one`(
        fixture: LossFixture, objective: Objective
    ) throws {
        let (one, two) = (
            try Run(fixture, objective, gpus: 1), try Run(fixture, objective, gpus: 2)
        )
        let (expected, report) = (try one.trainer.next(), try two.trainer.next())
        #expect(isClose(report.figures.loss, expected.figures.loss, 1e-6))
        #expect(isClose(report.gradientNorm, expected.gradientNorm, 1e-5))
        #expect(report.figures.tokens == expected.figures.tokens)
        #expect(report.figures.targets == expected.figures.targets)
        #expect(report.figures.details.map(\.name) == expected.figures.details.map(\.name))
        for (found, right) in zip(report.figures.details, expected.figures.details) {
            #expect(isClose(found.value, right.value, 1e-5), "\(found.name)")
        }
        let gradients = zip(try one.floats { $0.gradient }, try two.floats { $0.gradient })
        for (index, (right, found)) in gradients.enumerated() {
            let largest = right.map(abs).max() ?? 0
            let isEqual = zip(found, right).allSatisfy { abs($0 - $1) <= 1e-5 * largest + 1e-9 }
            #expect(isEqual, "gradient \(index)")
        }
    }

    @Test(arguments: LossFixture.all)
    func `every GPU has the same weights, and every run and micro-batch gives them`(
        fixture: LossFixture
    ) throws {
        let run = try Run(fixture, gpus: 2)
        let digest = try run.finish()
        #expect(try run.digest(1) == digest)
        #expect(try Run(fixture, gpus: 2).finish() == digest)
        #expect(try Run(fixture, gpus: 2, microTokens: 50).finish() == digest)
    }

    @Test(arguments: LossFixture.all)
    func `two GPUs go on from a saved state with the same bits`(fixture: LossFixture) throws {
        let folder = try TemporaryFolder()
        let state = TrainingState(
            folder: folder.url.appending(path: "state"), identity: [("device", "two")])
        let undisturbed = try Run(fixture, gpus: 2).finish()
        let first = try Run(fixture, gpus: 2)
        _ = try first.trainer.next()
        try state.save(first.trainer)
        let second = try Run(fixture, gpus: 2)
        #expect(try state.restore(second.trainer)?["step"]?.integer == 1)
        #expect(try second.digest(1) == first.digest(0))
        #expect(try second.finish() == undisturbed)
        #expect(try second.digest(1) == undisturbed)
        let one = TrainingState(folder: state.folder, identity: [("device", "one")])
        #expect(throws: TrainingError.self) { try one.restore(second.trainer) }
    }

    @Test func `a step's examples are divided by their tokens, in order`() {
        let lengths = [30, 10, 10, 50, 20, 5]
        let shares = Replica.shares(of: [5, 0, 1, 2, 3, 4], among: 2) { lengths[$0] }
        #expect(shares == [[5, 1, 3], [0, 2, 4]])
        for count in 1..<5 {
            for examples in 1..<7 {
                let shares = Replica.shares(of: Array(0..<examples), among: count) { lengths[$0] }
                #expect(shares.count == count)
                #expect(shares.joined().sorted() == Array(0..<examples))
                #expect(shares.allSatisfy { $0 == $0.sorted() })
                #expect(shares.count { !$0.isEmpty } == min(count, examples))
            }
        }
    }
}
