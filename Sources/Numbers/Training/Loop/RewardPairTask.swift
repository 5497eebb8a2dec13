import Compute

/// A reward head and its body on pairs, by ``BradleyTerryLoss``: the mean over pairs.
///
/// An answer's reward is the weighted sum of the head's outputs for it.
package final class RewardPairTask: TrainingTask {
    private let pairs: [Preference]
    private let weights: [Double]
    private let head: RewardHeadParameters
    private let gradient: DecoderGradient
    private let reader: RewardReader

    private var stepPairs = 0
    private var loss = 0.0, margin = 0.0, correct = 0.0
    private var computed = 0

    /// - Parameter weights: Of the head's outputs in an answer's reward.
    package init(
        _ pairs: [Preference], weights: [Double], reward: RewardHeadParameters,
        _ gradient: DecoderGradient
    ) throws {
        (self.pairs, self.weights) = (pairs, weights)
        (head, self.gradient) = (reward, gradient)
        reader = try RewardReader(reward, gradient)
        precondition(weights.count == reader.width, "a weight for every output")
    }

    package var count: Int { pairs.count }
    package func name(of example: Int) -> String { pairs[example].name }
    package func tokens(of example: Int) -> Int { pairs[example].tokenCount }

    package func begin(_ examples: [Int]) {
        stepPairs = examples.count
        (loss, margin, correct, computed) = (0, 0, 0, 0)
    }

    package func run(_ examples: [Int], learning: Bool) throws {
        let (batch, _) = Preference.pack(examples.map { pairs[$0] })
        try gradient.forward(batch)
        var places: [ClosedRange<Int>] = []
        var row = 0
        for example in examples {
            let pair = pairs[example]
            let chosen = row + pair.prompt.count
            let rejected = chosen + pair.chosen.count
            places.append(head.read(chosen...rejected - 1))
            places.append(head.read(rejected...rejected + pair.rejected.count - 1))
            row += pair.tokenCount
        }
        let outputs = try reader.predict(at: places)
        var derivatives: [[Float]] = []
        for index in examples.indices {
            let chosen = reward(outputs[2 * index])
            let rejected = reward(outputs[2 * index + 1])
            loss += BradleyTerryLoss.value(chosen: chosen, rejected: rejected)
            margin += chosen - rejected
            correct += chosen > rejected ? 1 : chosen == rejected ? 0.5 : 0
            let slope =
                BradleyTerryLoss.derivative(chosen: chosen, rejected: rejected)
                / Double(stepPairs)
            derivatives.append(weights.map { Float(slope * $0) })
            derivatives.append(weights.map { Float(-slope * $0) })
        }
        computed += batch.rowCount
        if learning { try reader.backward(derivatives) }
    }

    private func reward(_ outputs: [Float]) -> Double {
        zip(outputs, weights).reduce(0) { $0 + Double($1.0) * $1.1 }
    }

    package func end() -> StepFigures {
        let count = Double(max(1, stepPairs))
        var figures = StepFigures()
        figures.loss = loss / count
        (figures.tokens, figures.targets) = (computed, stepPairs)
        figures.details = [("margin", margin / count), ("accuracy", correct / count)]
        return figures
    }
}
