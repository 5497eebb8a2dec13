import Foundation

/// McNemar's exact test: whether two models pass different shares of the same items.
///
/// Only items that one passes and the other fails tell. If both models were equally good, each such
/// item would be a fair coin; the value is the two-sided probability of a split at least as uneven.
/// Source: McNemar 1947, "Note on the sampling error of the difference between correlated
/// proportions"; the exact form is the sign test.
enum McNemar {
    /// The probability `min(1, 2 Σ_{i ≤ min(b, c)} C(b + c, i) / 2^(b + c))`.
    static func probability(onlyFirst b: Int, onlySecond c: Int) -> Double {
        let n = b + c
        guard n > 0 else { return 1 }
        func logChoose(_ k: Int) -> Double {
            lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1))
        }
        let tail = (0...min(b, c)).reduce(0) { sum, k in
            sum + exp(logChoose(k) - Double(n) * log(2))
        }
        return min(1, 2 * tail)
    }
}
