import Compute

/// Log-probabilities of a pair's answers under the reference, summed over their tokens, in nats.
package struct ReferencePair: Sendable, Equatable {
    package var chosen: Double
    package var rejected: Double

    package init(chosen: Double, rejected: Double) {
        (self.chosen, self.rejected) = (chosen, rejected)
    }
}

/// Preference training: the mean over pairs of a ``PreferenceLoss``, plus a ``SupervisedTerm``.
///
/// Chosen and rejected share their prompt's rows: it is computed once.
package final class PreferenceTask: TrainingTask {
    private let pairs: [Preference]
    private let references: [ReferencePair]
    private let rewards: [Double]
    private let loss: PreferenceLoss
    private let supervised: SupervisedTerm
    private let gradient: DecoderGradient
    private let head: DecoderHead

    private var stepPairs = 0
    private var chosenTokens = 0
    private var totals = Totals()

    /// Sums over a step's pairs.
    private struct Totals {
        var loss = 0.0, supervised = 0.0, chosen = 0.0, rejected = 0.0, correct = 0.0
        var tokens = 0
    }

    /// - Parameters:
    ///   - references: Of each pair.
    ///   - rewards: r(chosen) − r(rejected) of each pair; zeros for losses that don't look at it.
    package init(
        _ pairs: [Preference], references: [ReferencePair], rewards: [Double],
        loss: PreferenceLoss, supervised: SupervisedTerm, _ gradient: DecoderGradient
    ) throws {
        precondition(pairs.count == references.count && pairs.count == rewards.count)
        (self.pairs, self.references, self.rewards) = (pairs, references, rewards)
        (self.loss, self.supervised, self.gradient) = (loss, supervised, gradient)
        head = try DecoderHead(gradient)
    }

    package var count: Int { pairs.count }
    package func name(of example: Int) -> String { pairs[example].name }
    package func tokens(of example: Int) -> Int { pairs[example].tokenCount }

    package func begin(_ examples: [Int]) {
        stepPairs = examples.count
        chosenTokens = examples.reduce(0) { $0 + pairs[$1].chosen.count }
        totals = Totals()
    }

    package func run(_ examples: [Int], learning: Bool) throws {
        let (batch, rows) = Preference.pack(examples.map { pairs[$0] })
        try gradient.forward(batch)
        let logs = try head.logProbabilities(of: rows)
        var factors: [Float] = []
        factors.reserveCapacity(logs.count)
        var position = 0
        for example in examples {
            let pair = pairs[example]
            let chosen = logs[position..<position + pair.chosen.count]
            let rejected = logs[position + chosen.count..<position + pair.answerTokens]
            position += pair.answerTokens
            add(example, chosen: sum(chosen), rejected: sum(rejected), to: &factors)
        }
        totals.tokens += batch.rowCount
        guard learning else { return }
        _ = try head.backward(rows, factors: factors)
        try gradient.backward()
    }

    /// Adds a pair to the totals, and the derivative of the loss by each of its log-probabilities.
    private func add(
        _ example: Int, chosen: Double, rejected: Double, to factors: inout [Float]
    ) {
        let (pair, reference) = (pairs[example], references[example])
        let margin = PairMargin(
            chosen: chosen - reference.chosen, rejected: rejected - reference.rejected,
            reward: rewards[example])
        let share = supervised.share(
            length: pair.chosen.count, pairs: stepPairs, tokens: chosenTokens)
        let slope = loss.derivative(margin) / Double(stepPairs)
        totals.loss += loss.value(margin)
        totals.supervised -= share * chosen
        totals.chosen += margin.chosen
        totals.rejected += margin.rejected
        totals.correct += margin.delta > 0 ? 1 : 0
        factors += Array(
            repeating: Float(slope - supervised.weight * share), count: pair.chosen.count)
        factors += Array(repeating: Float(-slope), count: pair.rejected.count)
    }

    package func end() -> StepFigures {
        let count = Double(max(1, stepPairs))
        var figures = StepFigures()
        figures.loss = totals.loss / count + supervised.weight * totals.supervised
        (figures.tokens, figures.targets) = (totals.tokens, stepPairs)
        figures.details = [
            ("margin", loss.beta * (totals.chosen - totals.rejected) / count),
            ("accuracy", totals.correct / count),
            ("chosen_log_ratio", totals.chosen / count),
            ("rejected_log_ratio", totals.rejected / count),
        ]
        if supervised.weight != 0 {
            figures.details.append(("sft_loss", totals.supervised))
        }
        return figures
    }
}

extension Preference {
    /// Tokens of both answers.
    var answerTokens: Int { chosen.count + rejected.count }
    /// Rows of a micro-batch: the prompt once, and both answers.
    package var tokenCount: Int { prompt.count + answerTokens }

    /// Packs pairs, each a prompt with two branches of which every token is a target.
    static func pack(_ pairs: [Preference]) -> (PackedBatch, TargetRows) {
        var batch = PackedBatch()
        var isTarget: [Bool] = []
        for pair in pairs {
            batch.add(pair.prompt, branches: [pair.chosen, pair.rejected])
            isTarget += Array(repeating: false, count: pair.prompt.count)
            isTarget += Array(repeating: true, count: pair.answerTokens)
        }
        return (batch, TargetRows(batch, isTarget: isTarget))
    }
}

/// The sum in order, in double precision.
func sum(_ logProbabilities: ArraySlice<Float>) -> Double {
    logProbabilities.reduce(0) { $0 + Double($1) }
}
