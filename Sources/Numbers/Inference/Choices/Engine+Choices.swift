import Concurrency
import Foundation

/// One of several continuations, and how probable the model found each.
public struct Choice: Sendable, Equatable {
    /// The index of the one that was taken.
    public let index: Int
    /// Of each continuation: the natural logarithm of its probability under the model.
    public let logProbabilities: [Double]
    /// The same as shares of their sum: they sum to 1.
    public let probabilities: [Double]
}

extension Engine {
    /// Takes one of some continuations of a prompt, by their probability as wholes.
    ///
    /// With tokens `t` of a continuation, `log p = Σ log p(t[i] | prompt, t[..<i])`, and its share
    /// is `p / Σ p` over all continuations. At temperature 0 the most probable is taken, the first
    /// of equals; above that one is drawn in proportion to `p^(1 / temperature)`.
    ///
    /// Every inner node of the continuations' tree is read once, whatever their number; where each
    /// is one token, that is one row of logits.
    ///
    /// - Parameters:
    ///   - continuations: At least one, each of at least one token.
    ///   - seed: Decides the draw, and nothing else does.
    public func choose(
        among continuations: [[Int32]],
        after prompt: [Int32],
        temperature: Double,
        seed: UInt64,
        priority: Int = 0
    ) async throws -> Choice {
        let sums = try await logProbabilities(
            of: continuations, after: prompt, priority: priority)
        let most = sums.max() ?? 0
        let weights = sums.map { exp($0 - most) }
        let total = weights.reduce(0, +)
        return Choice(
            index: Self.draw(
                sums, most, temperature, CounterRandom.uniform(seed: seed, counter: 0)),
            logProbabilities: sums,
            probabilities: weights.map { $0 / total }
        )
    }

    private static func draw(
        _ sums: [Double], _ most: Double, _ temperature: Double, _ u: Double
    ) -> Int {
        let best = sums.firstIndex(of: most) ?? 0
        guard temperature > 0 else { return best }
        let weights = sums.map { exp(($0 - most) / temperature) }
        let target = u * weights.reduce(0, +)
        var reached = 0.0
        for (index, weight) in weights.enumerated() {
            reached += weight
            if reached > target { return index }
        }
        return best
    }

    /// Reads the continuations' tree, a bounded number of sequences at a time.
    private func logProbabilities(
        of continuations: [[Int32]],
        after prompt: [Int32],
        priority: Int
    ) async throws -> [Double] {
        guard !continuations.isEmpty else { throw EngineError.emptyPrompt }
        for tokens in continuations where tokens.isEmpty { throw EngineError.emptyPrompt }
        let plan = ChoicePlan(continuations, promptCount: prompt.count)
        var found: [ArraySlice<Int32>: Float] = [:]
        let read = try await mapConcurrently(plan.readings, limit: Self.readingsAtOnce) { reading in
            try await self.logProbabilities(
                of: reading.wanted, in: prompt + reading.tokens, priority: priority)
        }
        for (reading, values) in zip(plan.readings, read) {
            var values = values[...]
            for next in reading.wanted {
                let node = reading.tokens[..<(next.position + 1 - prompt.count)]
                for token in next.tokens { found[node + [token]] = values.popFirst() }
            }
        }
        return continuations.map { tokens in
            tokens.indices.reduce(0) { $0 + Double(found[tokens[...$1]] ?? -.infinity) }
        }
    }

    /// Enough for full batches.
    private static let readingsAtOnce = 64
}
