import CKernels
import Foundation

/// The tokens that may be drawn, ascending, with weights in the ratio of their probabilities; they
/// lie in a worker's workspace.
struct Candidates {
    private let workspace: SamplerWorkspace
    var count = 0

    init(_ workspace: SamplerWorkspace) { self.workspace = workspace }

    var tokens: UnsafeBufferPointer<Int32> {
        UnsafeBufferPointer(start: workspace.tokens, count: count)
    }
    var weights: UnsafeBufferPointer<Double> {
        UnsafeBufferPointer(start: workspace.weights, count: count)
    }

    /// Of all weights, in order.
    var sum: Double { weights.reduce(0, +) }
    /// The greatest weight.
    var greatest: Double { weights.max() ?? 0 }

    /// Walks the tokens in ascending order to the first whose cumulative probability exceeds `u`.
    func draw(_ u: Double) -> Int32 {
        let target = u * sum
        var sum = 0.0
        for (token, weight) in zip(tokens, weights) {
            sum += weight
            if sum > target { return token }
        }
        return tokens[weights.lastIndex { $0 > 0 } ?? 0]
    }

    /// Keeps the fewest most likely tokens that reach `mass`; false, and all, if they do not.
    mutating func keepHeaviest(_ mass: Double) -> Bool {
        let kept = ck_keep_heaviest_f64(
            workspace.tokens, workspace.weights, Int64(count), mass, workspace.doubles)
        if kept >= 0 { count = Int(kept) }
        return kept >= 0
    }

    /// Keeps the tokens of at least this weight.
    mutating func keep(atLeast least: Double) {
        keep { workspace, index in workspace.weights[index] >= least }
    }

    /// Keeps the tokens whose information is nearest to the entropy, until they reach `mass`; those
    /// as far from it as the last one stay too.
    mutating func keepTypical(_ mass: Double) {
        let total = sum
        let entropy = weights.reduce(0.0) { entropy, weight in
            let probability = weight / total
            return entropy - (probability > 0 ? probability * log(probability) : 0)
        }
        let distances = weights.map { abs(-log($0 / total) - entropy) }
        let order = distances.indices.sorted {
            distances[$0] < distances[$1] || (distances[$0] == distances[$1] && $0 < $1)
        }
        var reached = 0.0
        var farthest = Double.infinity
        for index in order {
            reached += weights[index] / total
            guard reached >= mass else { continue }
            farthest = distances[index]
            break
        }
        keep { _, index in distances[index] <= farthest }
    }

    private mutating func keep(where isKept: (SamplerWorkspace, Int) -> Bool) {
        var kept = 0
        for index in 0..<count where isKept(workspace, index) {
            workspace.tokens[kept] = workspace.tokens[index]
            workspace.weights[kept] = workspace.weights[index]
            kept += 1
        }
        count = kept
    }
}
