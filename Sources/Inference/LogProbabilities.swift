import CKernels
import Foundation

/// A token and the natural logarithm of its probability.
public struct TokenLogProbability: Sendable, Hashable {
    /// The token's id.
    public let token: Int32
    /// In nats.
    public let logProbability: Float

    /// A token and its log-probability in nats.
    public init(token: Int32, logProbability: Float) {
        self.token = token
        self.logProbability = logProbability
    }
}

/// One row of logits seen as log-probabilities: the model's own, before penalties and temperature.
struct LogProbabilities {
    private let logits: UnsafeBufferPointer<Float>
    private let normaliser: Double
    private let isa = ck_isa_best()

    init(_ logits: UnsafeBufferPointer<Float>) {
        self.logits = logits
        guard let row = logits.baseAddress else {
            normaliser = 0
            return
        }
        let count = Int64(logits.count)
        let most = row[Int(ck_argmax_f32(row, count, isa))]
        normaliser = Double(most) + log(ck_exp_sum_f32(nil, row, count, most, 1, isa))
    }

    subscript(token: Int32) -> Float { Float(Double(logits[Int(token)]) - normaliser) }

    /// The `count` most likely tokens, the lower id first of equals.
    func top(_ count: Int) -> [TokenLogProbability] {
        guard count > 0, let row = logits.baseAddress else { return [] }
        let count = min(count, logits.count)
        var heap = [Float](repeating: 0, count: count)
        let least = ck_kth_greatest_f32(row, Int64(logits.count), Int64(count), &heap, isa)
        var tokens = [Int32](repeating: 0, count: logits.count)
        let found = Int(ck_select_f32(&tokens, row, Int64(logits.count), least, isa))
        return tokens[..<found]
            .sorted { (logits[Int($0)], $1) > (logits[Int($1)], $0) }
            .prefix(count)
            .map { TokenLogProbability(token: $0, logProbability: self[$0]) }
    }
}
