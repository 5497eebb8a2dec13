/// The memory in which one worker chooses a token: allocated once, for a vocabulary.
package final class SamplerWorkspace {
    let size: Int
    /// A copy of the logits, to be penalised.
    let logits: UnsafeMutablePointer<Float>
    let floats: UnsafeMutablePointer<Float>
    /// Tokens that may be drawn, ascending.
    let tokens: UnsafeMutablePointer<Int32>
    /// Their weights, in the ratio of their probabilities.
    let weights: UnsafeMutablePointer<Double>
    let doubles: UnsafeMutablePointer<Double>
    /// By token; all 0 between calls.
    let counts: UnsafeMutablePointer<Int32>

    package init(vocabularySize: Int) {
        size = max(1, vocabularySize)
        logits = .allocate(capacity: size)
        floats = .allocate(capacity: size)
        tokens = .allocate(capacity: size)
        weights = .allocate(capacity: size)
        doubles = .allocate(capacity: size)
        counts = .allocate(capacity: size)
        logits.initialize(repeating: 0, count: size)
        floats.initialize(repeating: 0, count: size)
        tokens.initialize(repeating: 0, count: size)
        weights.initialize(repeating: 0, count: size)
        doubles.initialize(repeating: 0, count: size)
        counts.initialize(repeating: 0, count: size)
    }

    deinit {
        logits.deallocate()
        floats.deallocate()
        tokens.deallocate()
        weights.deallocate()
        doubles.deallocate()
        counts.deallocate()
    }
}
