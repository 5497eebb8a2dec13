package import CKernels
import Foundation

/// One row of logits, its greatest value, and the sum that turns it into probabilities.
package struct LogitRow {
    let logits: UnsafePointer<Float>
    package let count: Int
    /// The lowest id of the most likely tokens.
    let best: Int
    /// The greatest logit.
    let most: Float
    /// Σ e^(logit - most).
    let sum: Double
    private let isa: ck_isa

    package init(_ logits: UnsafePointer<Float>, count: Int, isa: ck_isa = ck_isa_best()) {
        (self.logits, self.count, self.isa) = (logits, count, isa)
        best = Int(ck_argmax_f32(logits, Int64(count), isa))
        most = logits[best]
        sum = ck_exp_sum_f32(nil, logits, Int64(count), most, 1, isa)
    }

    /// The natural logarithm of a token's probability.
    package func logProbability(of token: Int32) -> Float {
        Float(Double(logits[Int(token)]) - (Double(most) + log(sum)))
    }

    /// The natural logarithms of some tokens' probabilities, in their order.
    func logProbabilities(of tokens: [Int32]) -> [TokenLogProbability] {
        tokens.map { TokenLogProbability(token: $0, logProbability: logProbability(of: $0)) }
    }

    /// The `count` most likely tokens, the lower id first of equals.
    package func top(_ wanted: Int) -> [TokenLogProbability] {
        guard wanted > 0 else { return [] }
        let wanted = min(wanted, count)
        var heap = [Float](repeating: 0, count: wanted)
        let least = ck_kth_greatest_f32(logits, Int64(count), Int64(wanted), &heap, isa)
        var tokens = [Int32](repeating: 0, count: count)
        let found = Int(ck_select_f32(&tokens, logits, Int64(count), least, isa))
        return tokens[..<found]
            .sorted { (logits[Int($0)], $1) > (logits[Int($1)], $0) }
            .prefix(wanted)
            .map { TokenLogProbability(token: $0, logProbability: logProbability(of: $0)) }
    }
}
