/// An objective with its examples: what a ``Trainer`` computes in a step.
///
/// A step is ``begin(_:)``, ``run(_:learning:)`` for each micro-batch in order, ``end()``. What
/// normalises the loss is counted over the whole step first, so that micro-batches change nothing.
///
/// The tasks of several ``Replica``s each begin with all of a step's examples and run some of them;
/// gradients and figures are then sums over the replicas.
package protocol TrainingTask: AnyObject {
    /// Number of examples.
    var count: Int { get }
    /// The name of an example, for messages.
    func name(of example: Int) -> String
    /// Tokens that an example adds to a micro-batch.
    func tokens(of example: Int) -> Int
    /// Begins a step over these examples.
    func begin(_ examples: [Int])
    /// Computes some of the step's examples.
    ///
    /// - Parameter learning: Whether to add to the gradients.
    func run(_ examples: [Int], learning: Bool) throws
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

    /// Adds what another replica computed of the same step.
    mutating func add(_ other: StepFigures) {
        loss += other.loss
        tokens += other.tokens
        for index in details.indices { details[index].value += other.details[index].value }
    }
}

extension TrainingTask {
    /// The figures of all examples, without gradients: of examples that are held out.
    ///
    /// Between two steps it changes no bit of a training.
    package func evaluate(microTokens: Int) throws -> StepFigures {
        try evaluate(microTokens: microTokens) { false } ?? end()
    }

    /// The same, unless `isStopped`, which is asked before each micro-batch, says so: then nil.
    package func evaluate(
        microTokens: Int, isStopped: () -> Bool
    ) throws -> StepFigures? {
        let all = Array(0..<count)
        begin(all)
        for micro in microBatches(all, tokens: microTokens, of: tokens) {
            if isStopped() { return nil }
            try run(micro, learning: false)
        }
        return end()
    }
}

/// Cuts examples into micro-batches, in order.
///
/// - Parameters:
///   - limit: Most examples of one; nil for any number.
///   - budget: Most tokens of one, unless an example alone has more.
///   - tokens: Of an example.
func microBatches(
    _ examples: [Int], size limit: Int? = nil, tokens budget: Int, of tokens: (Int) -> Int
) -> [[Int]] {
    var batches: [[Int]] = []
    var total = 0
    for example in examples {
        let size = tokens(example)
        let isFull = total + size > budget || batches.last?.count == limit
        if batches.isEmpty || isFull {
            batches.append([])
            total = 0
        }
        batches[batches.count - 1].append(example)
        total += size
    }
    return batches
}
