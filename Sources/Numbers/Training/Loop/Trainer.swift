import Compute
import Foundation

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
/// The weights after a step are a function of the weights before it, the examples and the settings:
/// neither threads, nor micro-batches, nor an interruption change a bit.
package final class Trainer {
    package let settings: TrainingSettings
    /// Every parameter that is trained, in a fixed order.
    package let parameters: [Parameter]
    /// Steps done.
    package internal(set) var step: Int

    let backend: any DifferentiableBackend
    private let task: any TrainingTask
    private let gradient: DecoderGradient
    /// Trained parameters that are not the decoder's: a reward head's.
    private let others: [Parameter]
    private var order: ExampleOrder

    /// - Parameters:
    ///   - parameters: Those of the decoder that are trained, and a reward head's.
    ///   - stepsDone: Steps that were done before, by which the schedule and the order go on.
    /// - Throws: ``TrainingError/noExamples``, ``TrainingError/tooLong(example:tokens:limit:)``.
    package init(
        _ task: any TrainingTask, _ gradient: DecoderGradient, parameters: [Parameter],
        settings: TrainingSettings, stepsDone: Int = 0
    ) throws {
        guard task.count > 0 else { throw TrainingError.noExamples }
        for example in 0..<task.count where task.tokens(of: example) > gradient.capacity {
            throw TrainingError.tooLong(
                example: task.name(of: example), tokens: task.tokens(of: example),
                limit: gradient.capacity)
        }
        (self.task, self.gradient, self.settings) = (task, gradient, settings)
        (self.parameters, step) = (parameters, stepsDone)
        let own = Set(gradient.parameters.trained.map(ObjectIdentifier.init))
        others = parameters.filter { !own.contains(ObjectIdentifier($0)) }
        backend = gradient.backend
        order = ExampleOrder(count: task.count, settings)
    }

    /// Whether all steps are done.
    package var isFinished: Bool { step >= settings.steps }

    /// Does the next step.
    ///
    /// - Throws: ``TrainingError/notFinite(step:what:value:examples:)`` before anything is updated.
    package func next() throws -> StepReport {
        let start = ContinuousClock.now
        let examples = order.examples(ofStep: step)
        gradient.beginStep(alsoOf: others)
        task.begin(examples)
        let (size, tokens) = (settings.microBatchSize, settings.microTokens)
        for micro in microBatches(examples, size: size, tokens: tokens, of: task.tokens) {
            try task.run(micro, learning: true)
        }
        let figures = task.end()
        gradient.endStep()
        let norm = try AdamW.globalNorm(parameters, on: backend)
        try check("loss", figures.loss, examples)
        try check("gradients' norm", norm, examples)
        let rate = settings.schedule.rate(ofStep: step)
        settings.optimizer.step(
            parameters, number: step + 1, learningRate: rate, norm: norm, on: backend)
        step += 1
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return StepReport(
            step: step, learningRate: rate, gradientNorm: norm, figures: figures,
            seconds: seconds)
    }

    private func check(_ what: String, _ value: Double, _ examples: [Int]) throws {
        guard value.isFinite else {
            throw TrainingError.notFinite(
                step: step + 1, what: what, value: "\(value)",
                examples: examples.map { task.name(of: $0) })
        }
    }
}
