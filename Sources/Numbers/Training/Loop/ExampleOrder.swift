import Hashing

/// Which examples each step takes: a function of the settings alone, so that a training goes on
/// after any step without a generator's state.
struct ExampleOrder {
    private let count: Int
    private let settings: TrainingSettings
    private var epoch = -1
    private var permutation: [Int] = []

    init(count: Int, _ settings: TrainingSettings) {
        (self.count, self.settings) = (count, settings)
    }

    /// The examples of a step, counted from 0; steps don't cross the end of an epoch.
    mutating func examples(ofStep step: Int) -> [Int] {
        let perEpoch = TrainingSettings.stepsPerEpoch(
            examples: count, batchSize: settings.batchSize)
        if step / perEpoch != epoch { begin(step / perEpoch) }
        let first = step % perEpoch * settings.batchSize
        return Array(permutation[first..<min(first + settings.batchSize, count)])
    }

    private mutating func begin(_ epoch: Int) {
        self.epoch = epoch
        permutation = Array(0..<count)
        guard settings.order == .shuffled else { return }
        var random = SplitMix64(seed: (settings.seed &+ UInt64(epoch).mixed).mixed)
        permutation = random.shuffled(permutation)
    }
}
