import Foundation
import Models

/// Which experts a router picks for each row, with which weights, and the derivative of these.
///
/// The weights are the softmax of the router's outputs over all experts, or over the picked ones
/// alone where the model makes them sum to one; of equal outputs the lower number goes first.
/// Source: Jiang et al. 2024 (arXiv:2401.04088), section 2.1.
struct ExpertChoice {
    /// For each row, its experts in the order of their numbers.
    let chosen: [[Int]]
    /// For each row, the weights of ``chosen``.
    let weights: [[Double]]
    /// For each row, the softmax over all experts.
    private let shares: [[Double]]
    private let options: ModelConfiguration.Experts

    /// - Parameter outputs: The router's, `[rows, experts]`, row by row.
    init(_ outputs: [Float], _ options: ModelConfiguration.Experts) {
        self.options = options
        let count = options.count
        var chosen: [[Int]] = [], weights: [[Double]] = [], shares: [[Double]] = []
        for start in stride(from: 0, to: outputs.count, by: count) {
            let row = outputs[start..<start + count].map(Double.init)
            let ranked = row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }
            let picked = ranked.prefix(options.used).sorted()
            let greatest = row.max() ?? 0
            let powers = row.map { exp($0 - greatest) }
            let total = powers.reduce(0, +)
            let among = options.normalisesWeights ? picked.reduce(0) { $0 + powers[$1] } : total
            chosen.append(picked)
            weights.append(picked.map { powers[$0] / among })
            shares.append(powers.map { $0 / total })
        }
        (self.chosen, self.weights, self.shares) = (chosen, weights, shares)
    }

    /// Rows of an expert, ascending, and its weight in each.
    func rows(of expert: Int) -> (rows: [Int], weights: [Float]) {
        var rows: [Int] = [], weights: [Float] = []
        for (row, picked) in chosen.enumerated() {
            guard let rank = picked.firstIndex(of: expert) else { continue }
            rows.append(row)
            weights.append(Float(self.weights[row][rank]))
        }
        return (rows, weights)
    }

    /// The derivative by the router's outputs, row by row, from that by each row's weights.
    ///
    /// - Parameter dWeights: For each row, in the order of ``chosen``.
    func derivative(_ dWeights: [[Double]]) -> [Float] {
        var result: [Float] = []
        for row in chosen.indices {
            let (picked, weights, dRow) = (chosen[row], weights[row], dWeights[row])
            let mean = zip(weights, dRow).reduce(0) { $0 + $1.0 * $1.1 }
            for expert in 0..<options.count {
                let rank = picked.firstIndex(of: expert)
                let share =
                    options.normalisesWeights ? rank.map { weights[$0] } ?? 0 : shares[row][expert]
                result.append(Float(share * ((rank.map { dRow[$0] } ?? 0) - mean)))
            }
        }
        return result
    }
}
