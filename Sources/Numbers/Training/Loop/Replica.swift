package import Compute

/// A device's copy of the weights in training, with the task that computes their gradients.
package final class Replica {
    package let task: any TrainingTask
    package let gradient: DecoderGradient
    /// Those of the decoder that are trained, and a reward head's.
    package let parameters: [Parameter]
    /// Trained parameters that are not the decoder's: a reward head's.
    private let others: [Parameter]

    package init(
        _ task: any TrainingTask, _ gradient: DecoderGradient, parameters: [Parameter]
    ) {
        (self.task, self.gradient, self.parameters) = (task, gradient, parameters)
        let own = Set(gradient.parameters.trained.map(ObjectIdentifier.init))
        others = parameters.filter { !own.contains(ObjectIdentifier($0)) }
    }

    package var backend: any DifferentiableBackend { gradient.backend }

    /// The gradient of each trained parameter.
    var gradients: [FloatMatrix] { parameters.compactMap(\.gradient) }

    /// Sets the gradients to what some of a step's examples contribute.
    ///
    /// - Parameters:
    ///   - share: The examples that are computed here.
    ///   - examples: All of the step, over which the loss is normalised.
    /// - Returns: The share's part of the step's figures.
    func pass(
        _ share: [Int], of examples: [Int], _ settings: TrainingSettings
    ) throws -> StepFigures {
        gradient.beginStep(alsoOf: others)
        task.begin(examples)
        let (size, tokens) = (settings.microBatchSize, settings.microTokens)
        for micro in microBatches(share, size: size, tokens: tokens, of: task.tokens) {
            try task.run(micro, learning: true)
        }
        let figures = task.end()
        gradient.endStep()
        return figures
    }

    /// Divides a step's examples among replicas so that each has about as many tokens.
    ///
    /// The longest example goes first, each to the replica with the fewest tokens so far; a share
    /// keeps the step's order. Shares depend on the lengths and the number of replicas alone, so
    /// that micro-batches change no bit.
    static func shares(
        of examples: [Int], among count: Int, tokens: (Int) -> Int
    ) -> [[Int]] {
        guard count > 1 else { return [examples] }
        let lengths = examples.map(tokens)
        var loads = Array(repeating: 0, count: count)
        var owners = Array(repeating: 0, count: examples.count)
        for index in examples.indices.sorted(by: { (-lengths[$0], $0) < (-lengths[$1], $1) }) {
            let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            owners[index] = least
            loads[least] += lengths[index]
        }
        return (0..<count).map { replica in
            zip(examples, owners).filter { $0.1 == replica }.map(\.0)
        }
    }
}
