/// An objective with its examples: what a ``Trainer`` computes in a step.
///
/// A step is ``begin(_:)``, ``run(_:)`` for each micro-batch in order, ``end()``. What normalises
/// the loss is counted over the whole step first, so that micro-batches change nothing.
package protocol TrainingTask: AnyObject {
    /// Number of examples.
    var count: Int { get }
    /// The name of an example, for messages.
    func name(of example: Int) -> String
    /// Tokens that an example adds to a micro-batch.
    func tokens(of example: Int) -> Int
    /// Begins a step over these examples.
    func begin(_ examples: [Int])
    /// Forward and backward of some of the step's examples.
    func run(_ examples: [Int]) throws
    /// What the step was like.
    func end() -> StepFigures
}

/// The figures of a step, or of an evaluation.
package struct StepFigures: Sendable, Equatable {
    /// The loss, of which the gradients are the derivative.
    package var loss = 0.0
    /// Tokens computed.
    package var tokens = 0
    /// Tokens, pairs or labels that the loss is about.
    package var targets = 0
    /// Figures of the objective by name, such as "margin" and "accuracy", in order.
    package var details: [(name: String, value: Double)] = []

    package static func == (left: StepFigures, right: StepFigures) -> Bool {
        left.loss == right.loss && left.tokens == right.tokens && left.targets == right.targets
            && left.details.map(\.name) == right.details.map(\.name)
            && left.details.map(\.value) == right.details.map(\.value)
    }

    package init() {}
}

extension TrainingTask {
    /// Cuts the examples of a step into micro-batches, in order.
    func microBatches(_ examples: [Int], _ settings: TrainingSettings) -> [[Int]] {
        var batches: [[Int]] = []
        var tokens = 0
        for example in examples {
            let size = self.tokens(of: example)
            let isFull =
                tokens + size > settings.microTokens
                || batches.last?.count == settings.microBatchSize
            if batches.isEmpty || isFull {
                batches.append([])
                tokens = 0
            }
            batches[batches.count - 1].append(example)
            tokens += size
        }
        return batches
    }
}
