package import Compute
import Foundation
import Synchronization

/// What one step was like; `figures` and the gradient norm belong to the weights before its update.
package struct StepReport: Sendable {
    /// Counted from 1.
    package let step: Int
    package let learningRate: Double
    /// The gradients' global norm before clipping.
    package let gradientNorm: Double
    package let figures: StepFigures
    package let seconds: Double
}

/// One loop for every objective: forward and backward of a step's examples, clip, AdamW.
///
/// The weights after a step are a function of the weights before it, the examples, the settings and
/// the number of replicas: neither threads, nor micro-batches, nor an interruption change a bit.
package final class Trainer {
    package let settings: TrainingSettings
    /// Steps done.
    package internal(set) var step: Int

    /// The same weights on each device; the first one's are saved.
    let replicas: [Replica]
    /// Nil for a single replica.
    private let allReduce: (any AllReduce)?
    /// A thread for each replica.
    private let team: WorkerTeam
    private var task: any TrainingTask { replicas[0].task }
    private var order: ExampleOrder

    /// - Parameters:
    ///   - replicas: The same task and weights on each device.
    ///   - allReduce: Sums over the replicas' devices; nil for one replica.
    ///   - stepsDone: Steps that were done before, by which the schedule and the order go on.
    /// - Throws: ``TrainingError/noExamples``, ``TrainingError/tooLong(example:tokens:limit:)``.
    package init(
        _ replicas: [Replica], summing allReduce: (any AllReduce)? = nil,
        settings: TrainingSettings, stepsDone: Int = 0
    ) throws {
        precondition(!replicas.isEmpty, "at least one replica")
        precondition(replicas.count == 1 || allReduce != nil, "replicas need their sums")
        let (task, gradient) = (replicas[0].task, replicas[0].gradient)
        guard task.count > 0 else { throw TrainingError.noExamples }
        for example in 0..<task.count where task.tokens(of: example) > gradient.capacity {
            throw TrainingError.tooLong(
                example: task.name(of: example), tokens: task.tokens(of: example),
                limit: gradient.capacity)
        }
        (self.replicas, self.allReduce, self.settings) = (replicas, allReduce, settings)
        team = WorkerTeam(threads: replicas.count)
        step = stepsDone
        order = ExampleOrder(count: task.count, settings)
    }

    /// A trainer on one device.
    ///
    /// - Parameter parameters: Those of the decoder that are trained, and a reward head's.
    /// - Throws: As ``init(_:summing:settings:stepsDone:)``.
    package convenience init(
        _ task: any TrainingTask, _ gradient: DecoderGradient, parameters: [Parameter],
        settings: TrainingSettings, stepsDone: Int = 0
    ) throws {
        try self.init(
            [Replica(task, gradient, parameters: parameters)], settings: settings,
            stepsDone: stepsDone)
    }

    deinit { team.stop() }

    /// Every parameter that is trained, in a fixed order; of several replicas the first one's.
    package var parameters: [Parameter] { replicas[0].parameters }

    /// Whether all steps are done.
    package var isFinished: Bool { step >= settings.steps }

    /// Does the next step.
    ///
    /// - Throws: ``TrainingError/notFinite(step:what:value:examples:)`` before anything is updated.
    package func next() throws -> StepReport {
        let start = ContinuousClock.now
        let examples = order.examples(ofStep: step)
        let figures = try pass(examples)
        try allReduce?.sum(replicas.map(\.gradients))
        // The sums are the same on each device, so their norm is too.
        let norm = try AdamW.globalNorm(parameters, on: replicas[0].backend)
        try check("loss", figures.loss, examples)
        try check("gradients' norm", norm, examples)
        let rate = settings.schedule.rate(ofStep: step)
        for replica in replicas {
            settings.optimizer.step(
                replica.parameters, number: step + 1, learningRate: rate, norm: norm,
                on: replica.backend)
        }
        step += 1
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return StepReport(
            step: step, learningRate: rate, gradientNorm: norm, figures: figures,
            seconds: seconds)
    }

    /// Forward and backward of a step's examples, each replica's share on a thread of its own.
    private func pass(_ examples: [Int]) throws -> StepFigures {
        let shares = Replica.shares(
            of: examples, among: replicas.count, tokens: task.tokens)
        let results = Mutex<[Result<StepFigures, any Error>?]>(
            Array(repeating: nil, count: replicas.count))
        team.run(replicas.count) { index, _ in
            let result = Result {
                try replicas[index].pass(shares[index], of: examples, settings)
            }
            results.withLock { $0[index] = result }
        }
        // In the replicas' order, whichever was done first.
        let all = try results.withLock { try $0.compactMap { try $0?.get() } }
        return all.dropFirst().reduce(into: all[0]) { $0.add($1) }
    }

    private func check(_ what: String, _ value: Double, _ examples: [Int]) throws {
        guard value.isFinite else {
            throw TrainingError.notFinite(
                step: step + 1, what: what, value: "\(value)",
                examples: examples.map { task.name(of: $0) })
        }
    }
}
