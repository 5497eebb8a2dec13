/// How a model is trained, whatever the objective.
public struct TrainingSettings: Sendable, Equatable {
    /// The order in which an epoch goes through the examples.
    public enum Order: String, Sendable, CaseIterable {
        /// A permutation of (seed, epoch).
        case shuffled
        /// As they were read.
        case file
    }

    /// Decides the order of examples, and new adapters.
    public var seed: UInt64
    /// The order in which an epoch goes through the examples.
    public var order: Order
    /// Examples of a step; the last of an epoch may have fewer.
    public var batchSize: Int
    /// All steps.
    public var steps: Int
    /// The learning rate of every step.
    public var schedule: LearningRateSchedule
    /// AdamW's settings.
    public var optimizer: AdamW
    /// Most examples computed together; nil for as many as ``microTokens`` lets. Changes no bit.
    public var microBatchSize: Int?
    /// Most tokens computed together, which bounds the memory. Changes no bit.
    public var microTokens: Int

    /// Settings of a training; those with defaults suit a laptop.
    public init(
        seed: UInt64 = 340, order: Order = .shuffled, batchSize: Int, steps: Int,
        schedule: LearningRateSchedule, optimizer: AdamW = AdamW(), microBatchSize: Int? = nil,
        microTokens: Int = 1024
    ) {
        (self.seed, self.order, self.batchSize, self.steps) = (seed, order, batchSize, steps)
        (self.schedule, self.optimizer) = (schedule, optimizer)
        (self.microBatchSize, self.microTokens) = (microBatchSize, microTokens)
    }

    /// Steps of an epoch over this many examples.
    public static func stepsPerEpoch(examples: Int, batchSize: Int) -> Int {
        (examples + batchSize - 1) / batchSize
    }
}
