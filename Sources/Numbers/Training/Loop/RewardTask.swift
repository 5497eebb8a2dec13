package import Compute

/// A reward head in training: `[attributes, C]` on the final norm's output, with a bias.
package final class RewardHeadParameters {
    package let layer: LinearLayer
    /// Whether it reads the mean over an answer's rows, and not its last row alone.
    package let readsAnswer: Bool

    /// A head of these values; nil for zeros.
    ///
    /// - Parameters:
    ///   - weight: `[attributes, C]`, row by row.
    ///   - bias: `[attributes]`
    ///   - readsAnswer: Whether it reads the mean over an answer's rows, and not its last row alone.
    package init(
        attributes: Int, hiddenSize: Int, weight: [Float]? = nil, bias: [Float]? = nil,
        readsAnswer: Bool = false, on backend: any DifferentiableBackend
    ) throws {
        self.readsAnswer = readsAnswer
        let weight = weight ?? Array(repeating: 0, count: attributes * hiddenSize)
        let bias = bias ?? Array(repeating: 0, count: attributes)
        let matrix = NamedFloats(name: "reward_head.weight", shape: [attributes, hiddenSize]) {
            weight
        }
        let vector = NamedFloats(name: "reward_head.bias", shape: [attributes]) { bias }
        layer = LinearLayer(
            weight: try Parameter([matrix], on: backend),
            bias: try Parameter([vector], on: backend))
    }

    package var parameters: [Parameter] { layer.parameters }

    /// The rows that are read of an answer that has these.
    func read(_ answer: ClosedRange<Int>) -> ClosedRange<Int> {
        readsAnswer ? answer : answer.upperBound...answer.upperBound
    }
}

/// Regression of a reward head and its body on labelled answers; see ``AttributeLoss``.
package final class RewardTask: TrainingTask {
    private let answers: [RatedAnswer]
    private let reward: RewardHeadParameters
    private let gradient: DecoderGradient
    private let reader: RewardReader

    private var labels = 0
    private var squares = 0.0
    private var computed = 0

    package init(
        _ answers: [RatedAnswer], reward: RewardHeadParameters, _ gradient: DecoderGradient
    ) throws {
        (self.answers, self.reward, self.gradient) = (answers, reward, gradient)
        reader = try RewardReader(reward, gradient)
    }

    package var count: Int { answers.count }
    package func name(of example: Int) -> String { answers[example].name }
    package func tokens(of example: Int) -> Int { answers[example].tokens.count }

    package func begin(_ examples: [Int]) {
        labels = examples.reduce(0) { $0 + answers[$1].labels.count { $0 != nil } }
        (squares, computed) = (0, 0)
    }

    package func run(_ examples: [Int], learning: Bool) throws {
        let predictions = try predict(examples.map { answers[$0] })
        var derivatives: [[Float]] = []
        for (example, prediction) in zip(examples, predictions) {
            let part = AttributeLoss.answer(
                prediction, labels: answers[example].labels, count: labels)
            squares += part.squares
            derivatives.append(part.derivatives)
        }
        computed += gradient.hidden.rowCount
        if learning { try reader.backward(derivatives) }
    }

    /// The head's outputs for answers, which are computed together.
    package func predict(_ answers: [RatedAnswer]) throws -> [[Float]] {
        var batch = PackedBatch()
        var places: [ClosedRange<Int>] = []
        for answer in answers {
            let first = batch.rowCount + answer.answerStart
            batch.add(answer.tokens)
            places.append(reward.read(first...batch.rowCount - 1))
        }
        try gradient.forward(batch)
        return try reader.predict(at: places)
    }

    package func end() -> StepFigures {
        var figures = StepFigures()
        figures.loss = squares / Double(max(1, labels))
        (figures.tokens, figures.targets) = (computed, labels)
        return figures
    }
}
