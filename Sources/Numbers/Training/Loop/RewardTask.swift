package import Compute

/// A reward head in training: `[attributes, C]` on the final norm's output, with a bias.
package final class RewardHeadParameters {
    package let layer: LinearLayer

    /// A head of these values; nil for zeros.
    ///
    /// - Parameters:
    ///   - weight: `[attributes, C]`, row by row.
    ///   - bias: `[attributes]`
    package init(
        attributes: Int, hiddenSize: Int, weight: [Float]? = nil, bias: [Float]? = nil,
        on backend: any DifferentiableBackend
    ) throws {
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
}

/// Regression of a reward head and its body on labelled answers; see ``AttributeLoss``.
package final class RewardTask: TrainingTask {
    private let answers: [RatedAnswer]
    private let gradient: DecoderGradient
    private let reader: RewardReader

    private var labels = 0
    private var squares = 0.0
    private var computed = 0

    package init(
        _ answers: [RatedAnswer], reward: RewardHeadParameters, _ gradient: DecoderGradient
    ) throws {
        (self.answers, self.gradient) = (answers, gradient)
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

    /// The head's outputs at the ends of answers, which are computed together.
    package func predict(_ answers: [RatedAnswer]) throws -> [[Float]] {
        var batch = PackedBatch()
        var ends: [Int] = []
        for answer in answers {
            batch.add(answer.tokens)
            ends.append(batch.rowCount - 1)
        }
        try gradient.forward(batch)
        return try reader.predict(at: ends)
    }

    package func end() -> StepFigures {
        var figures = StepFigures()
        figures.loss = squares / Double(max(1, labels))
        (figures.tokens, figures.targets) = (computed, labels)
        return figures
    }
}
