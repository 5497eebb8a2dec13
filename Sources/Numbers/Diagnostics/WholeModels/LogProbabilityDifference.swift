import Foundation

/// The difference between a model's log-probabilities and the reference's, over every token of the
/// vocabulary and every position.
package struct LogProbabilityDifference: Sendable {
    /// Rows of logits that were compared.
    package private(set) var positions = 0
    /// The largest difference, in nats; infinite if a logit is NaN.
    package private(set) var worst = 0.0
    /// The largest difference of logits themselves; infinite if one is NaN.
    package private(set) var worstLogit = 0.0
    /// Number of positions at which the most likely token is the reference's.
    package private(set) var sameTokens = 0
    private var sum = 0.0
    private var count = 0
    private var ownSum = 0.0
    private var ownCount = 0

    /// Nothing compared yet.
    package init() {}

    /// The mean difference, in nats; infinite if a logit is NaN.
    package var mean: Double { count == 0 ? .infinity : sum / Double(count) }

    /// The mean difference of the tokens that follow in the prompts, in nats; `nil` if none was
    /// given.
    package var ownMean: Double? { ownCount == 0 ? nil : ownSum / Double(ownCount) }

    /// The share of positions at which the most likely token is the reference's.
    package var sameTokenShare: Double {
        positions == 0 ? 0 : Double(sameTokens) / Double(positions)
    }

    /// Adds rows of logits, `[rows, vocabulary]` of each side. A row that is missing in `found`
    /// counts as an infinite difference.
    ///
    /// - Parameter following: The token after each row, as far as there is one.
    package mutating func add(
        found: [Float], expected: [Float], vocabulary: Int, following: ArraySlice<Int32> = []
    ) {
        var following = following
        for start in stride(from: 0, to: expected.count, by: vocabulary) {
            let next = following.popFirst().map(Int.init)
            let row = start..<start + vocabulary
            guard row.upperBound <= min(found.count, expected.count) else {
                add(.infinity, logit: .infinity)
                positions += 1
                continue
            }
            found.withUnsafeBufferPointer { found in
                expected.withUnsafeBufferPointer { expected in
                    add(
                        UnsafeBufferPointer(rebasing: found[row]),
                        UnsafeBufferPointer(rebasing: expected[row]), next)
                }
            }
        }
    }

    private mutating func add(
        _ found: UnsafeBufferPointer<Float>, _ expected: UnsafeBufferPointer<Float>, _ next: Int?
    ) {
        let (found, expected) = (Row(found), Row(expected))
        positions += 1
        if found.best == expected.best { sameTokens += 1 }
        if let next {
            ownSum += Self.distance(found[next], expected[next])
            ownCount += 1
        }
        for token in expected.logits.indices {
            add(
                Self.distance(found[token], expected[token]),
                logit: Self.distance(Double(found.logits[token]), Double(expected.logits[token])))
        }
    }

    /// Returns the difference, infinite for NaN; 0 for a token that both sides rule out.
    private static func distance(_ a: Double, _ b: Double) -> Double {
        guard a != b else { return 0 }
        let distance = abs(a - b)
        return distance.isNaN ? .infinity : distance
    }

    private mutating func add(_ difference: Double, logit: Double) {
        sum += difference
        count += 1
        worst = max(worst, difference)
        worstLogit = max(worstLogit, logit)
    }

    /// A row of logits, its normaliser, and its most likely token, the lowest of equals.
    private struct Row {
        let logits: UnsafeBufferPointer<Float>
        let best: Int
        private let normaliser: Double

        init(_ logits: UnsafeBufferPointer<Float>) {
            var best = 0
            for token in logits.indices where logits[token] > logits[best] { best = token }
            let most = logits.isEmpty ? 0 : logits[best]
            let sum = logits.reduce(0.0) { $0 + Double(exp($1 - most)) }
            (self.logits, self.best, normaliser) = (logits, best, Double(most) + log(sum))
        }

        subscript(_ token: Int) -> Double { Double(logits[token]) - normaliser }
    }
}
