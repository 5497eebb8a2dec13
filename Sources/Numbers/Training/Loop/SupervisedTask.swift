import Compute

/// Supervised fine-tuning: −Σ log p over the step's targets, divided by their number.
package final class SupervisedTask: TrainingTask {
    private let conversations: [Conversation]
    private let gradient: DecoderGradient
    private let head: DecoderHead

    private var targets = 0
    private var logProbability = 0.0
    private var computed = 0

    package init(_ conversations: [Conversation], _ gradient: DecoderGradient) throws {
        (self.conversations, self.gradient) = (conversations, gradient)
        head = try DecoderHead(gradient)
    }

    package var count: Int { conversations.count }
    package func name(of example: Int) -> String { conversations[example].name }
    package func tokens(of example: Int) -> Int { conversations[example].tokens.count }

    package func begin(_ examples: [Int]) {
        targets = examples.reduce(0) { $0 + conversations[$1].targetCount }
        (logProbability, computed) = (0, 0)
    }

    package func run(_ examples: [Int], learning: Bool) throws {
        let (batch, rows) = pack(examples)
        try gradient.forward(batch)
        let logs: [Float]
        if learning {
            let factor = -1 / Float(max(1, targets))
            logs = try head.backward(
                rows, factors: Array(repeating: factor, count: rows.count))
            try gradient.backward()
        } else {
            logs = try head.logProbabilities(of: rows)
        }
        for log in logs { logProbability += Double(log) }
        computed += batch.rowCount
    }

    package func end() -> StepFigures {
        var figures = StepFigures()
        figures.loss = -logProbability / Double(max(1, targets))
        (figures.tokens, figures.targets) = (computed, targets)
        return figures
    }

    private func pack(_ examples: [Int]) -> (PackedBatch, TargetRows) {
        var batch = PackedBatch()
        var isTarget: [Bool] = []
        for example in examples {
            batch.add(conversations[example].tokens)
            isTarget += conversations[example].isTarget
        }
        return (batch, TargetRows(batch, isTarget: isTarget))
    }
}
