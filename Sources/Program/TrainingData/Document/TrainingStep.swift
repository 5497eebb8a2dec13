public import Chat
public import Training

/// What a step of a training does to the model.
public enum TrainingObjective: Sendable, Equatable {
    /// Learns the answers of conversations.
    case supervised
    /// Prefers chosen answers to rejected ones.
    ///
    /// - Parameters:
    ///   - weights: What attributes count in the reward of an answer, where the loss needs it.
    ///   - minChosen: Least reward of a chosen answer; nil for any.
    case preference(
        PreferenceLoss, SupervisedTerm, weights: RewardWeights, minChosen: Double?)
    /// Fits head and body to the labels of answers.
    case attributes
    /// Fits head and body to pairs; `weights` count the head's outputs.
    case rewardPairs(weights: RewardWeights)
}

/// One step of a training: its data, its objective and its optimizer.
///
/// A step starts from the weights that the one before left, and preferences refer to them.
public struct TrainingStep: Sendable, Equatable {
    /// Its type in documents: "sft", "dpo", "rpo" or "reward".
    public var type: String
    /// What it is for, in the document's words.
    public var description: String?
    /// Where its rows are.
    public var sources: [DataSource]
    /// What is evaluated beside it.
    public var heldOut: HeldOut
    /// Optimizer steps between evaluations; nil for about ten in all.
    public var evaluateEvery: Int?
    /// How rows become examples.
    public var examples: ExampleSettings
    /// What is learnt.
    public var objective: TrainingObjective
    /// Passes over the examples, if ``steps`` does not say otherwise.
    public var epochs: Double
    /// Optimizer steps; nil for as many as the epochs need.
    public var steps: Int?
    /// Examples of an optimizer step.
    public var batchSize: Int
    /// The learning rate after the warm-up.
    public var learningRate: Double
    /// Its course after the warm-up.
    public var schedule: LearningRateSchedule.Shape
    /// Optimizer steps until the learning rate is reached; the first has 0.
    public var warmupSteps: Int
    /// The order of the examples.
    public var order: TrainingSettings.Order
    /// AdamW.
    public var optimizer: AdamW
    /// Most examples computed together; nil for as many as ``microTokens`` lets.
    public var microBatchSize: Int?
    /// Most tokens computed together.
    public var microTokens: Int
    /// How often the step is done, each time from, and referring to, what the time before left.
    public var rounds: Int

    /// Whether what is held out is evaluated after this many optimizer steps of `all`: before the
    /// first, now and then, and at the end.
    public func isEvaluated(after step: Int, of all: Int) -> Bool {
        let every = evaluateEvery ?? max(1, (all + 9) / 10)
        return step == 0 || step >= all || step.isMultiple(of: every)
    }

    /// The settings of the loop for a number of examples.
    public func settings(examples: Int, seed: UInt64) -> TrainingSettings {
        let perEpoch = TrainingSettings.stepsPerEpoch(examples: examples, batchSize: batchSize)
        let steps = steps ?? max(1, Int((epochs * Double(perEpoch)).rounded(.up)))
        return TrainingSettings(
            seed: seed, order: order, batchSize: batchSize, steps: steps,
            schedule: LearningRateSchedule(
                shape: schedule, peak: learningRate, warmupSteps: warmupSteps, totalSteps: steps),
            optimizer: optimizer, microBatchSize: microBatchSize, microTokens: microTokens)
    }
}
