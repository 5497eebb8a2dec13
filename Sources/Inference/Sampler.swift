import CKernels
import Foundation

/// Chooses the next token from one row of logits.
struct Sampler {
    /// The tokens that may be drawn, ascending, with weights in the ratio of their probabilities.
    struct Candidates {
        var tokens: [Int32]
        var weights: [Double]

        /// Walks the tokens in ascending order to the first whose cumulative probability exceeds `u`.
        func draw(_ u: Double) -> Int32 {
            let target = u * weights.reduce(0, +)
            var sum = 0.0
            for (token, weight) in zip(tokens, weights) {
                sum += weight
                if sum > target { return token }
            }
            return tokens[weights.lastIndex { $0 > 0 } ?? 0]
        }

        /// Keeps the candidates at these places.
        mutating func keep(_ places: [Int]) {
            let places = places.sorted()
            tokens = places.map { tokens[$0] }
            weights = places.map { weights[$0] }
        }
    }

    let parameters: SamplingParameters
    private let isa = ck_isa_best()

    init(_ parameters: SamplingParameters) {
        self.parameters = parameters
    }

    /// The next token. The logits are changed; `workspace` holds as many floats.
    ///
    /// - Parameters:
    ///   - tokens: Prompt and reply so far; the reply begins at `replyStart`.
    ///   - u: The draw, in 0..<1.
    func choose(
        _ logits: UnsafeMutableBufferPointer<Float>,
        tokens: [Int32],
        replyStart: Int,
        u: Double,
        workspace: UnsafeMutableBufferPointer<Float>
    ) -> Int32 {
        guard let row = logits.baseAddress, let weights = workspace.baseAddress else { return 0 }
        penalise(logits, tokens: tokens, replyStart: replyStart)
        let best = ck_argmax_f32(row, Int64(logits.count), isa)
        guard parameters.temperature > 0, row[Int(best)] > -.infinity else { return Int32(best) }
        // A draw of 0 takes even a token that is too unlikely for single precision.
        if truncates || u == 0 {
            return candidates(logits, workspace: workspace).draw(u)
        }
        let total = ck_exp_sum_f32(
            weights,
            row,
            Int64(logits.count),
            row[Int(best)],
            scale,
            isa
        )
        return Int32(ck_draw_f32(weights, Int64(logits.count), u * total))
    }

    /// Applies the penalties and the n-gram ban.
    func penalise(
        _ logits: UnsafeMutableBufferPointer<Float>,
        tokens: [Int32],
        replyStart: Int
    ) {
        guard parameters.hasPenalties else { return }
        if parameters.repetitionPenalty != 1 {
            let penalty = Float(parameters.repetitionPenalty)
            for token in Set(tokens) {
                let logit = logits[Int(token)]
                logits[Int(token)] = logit > 0 ? logit / penalty : logit * penalty
            }
        }
        if parameters.presencePenalty != 0 || parameters.frequencyPenalty != 0 {
            var counts: [Int32: Int] = [:]
            for token in tokens[replyStart...] { counts[token, default: 0] += 1 }
            for (token, count) in counts {
                logits[Int(token)] -= Float(
                    parameters.presencePenalty + Double(count) * parameters.frequencyPenalty
                )
            }
        }
        for token in bannedTokens(tokens) { logits[Int(token)] = -.infinity }
    }

    /// Tokens that would complete an n-gram a second time.
    private func bannedTokens(_ tokens: [Int32]) -> Set<Int32> {
        let size = parameters.noRepeatNGram
        guard size > 0, tokens.count >= size else { return [] }
        let start = tokens.suffix(size - 1)
        var banned: Set<Int32> = []
        for end in (size - 1)..<tokens.count
        where tokens[(end - size + 1)..<end].elementsEqual(start) {
            banned.insert(tokens[end])
        }
        return banned
    }

    /// Whether some tokens with a probability are left out.
    private var truncates: Bool {
        parameters.topK > 0 || parameters.topP < 1 || parameters.minP > 0 || parameters.typicalP < 1
    }

    private var scale: Float { Float(1 / parameters.temperature) }

    /// The tokens left by top-k, top-p, min-p and typical-p, in that order.
    ///
    /// Only logits that can be left are looked at one by one: those above the k-th greatest, above
    /// min-p's threshold, or, for top-p alone, above a threshold that is lowered until the sum is
    /// reached.
    func candidates(
        _ logits: UnsafeMutableBufferPointer<Float>,
        workspace: UnsafeMutableBufferPointer<Float>
    ) -> Candidates {
        guard let row = logits.baseAddress, let space = workspace.baseAddress else {
            return Candidates(tokens: [0], weights: [1])
        }
        let count = Int64(logits.count)
        let most = row[Int(ck_argmax_f32(row, count, isa))]
        var total: Double?
        var threshold = -Float.greatestFiniteMagnitude
        if parameters.topK > 0, parameters.topK < logits.count {
            threshold = ck_kth_greatest_f32(row, count, Int64(parameters.topK), space, isa)
            total = select(logits, threshold, most).weights.reduce(0, +)
        }
        let all = total ?? ck_exp_sum_f32(nil, row, count, most, scale, isa)
        if parameters.minP > 0 {
            // A little lower than exact: min-p itself decides.
            let reach = Float(log(parameters.minP) * parameters.temperature)
            threshold = max(threshold, most + reach - 0.01 * (1 + abs(reach)))
        }
        var kept: Candidates
        if parameters.topP < 1, threshold == -.greatestFiniteMagnitude {
            kept = nucleus(logits, most: most, total: all)
        } else {
            kept = select(logits, threshold, most)
            if parameters.topP < 1 { _ = keepNucleus(&kept, total: all) }
        }
        if parameters.minP > 0 {
            let least = parameters.minP * (kept.weights.max() ?? 0)
            kept.keep(kept.weights.indices.filter { kept.weights[$0] >= least })
        }
        if parameters.typicalP < 1 { keepTypical(&kept) }
        return kept
    }

    /// The tokens whose logit is at least `threshold`; one far below the greatest has weight 0.
    private func select(
        _ logits: UnsafeMutableBufferPointer<Float>,
        _ threshold: Float,
        _ most: Float
    ) -> Candidates {
        guard let row = logits.baseAddress else { return Candidates(tokens: [], weights: []) }
        let tokens = [Int32](unsafeUninitializedCapacity: logits.count) { buffer, found in
            guard let start = buffer.baseAddress else { return }
            found = Int(ck_select_f32(start, row, Int64(logits.count), threshold, isa))
        }
        let weights = tokens.map { exp(Double(logits[Int($0)] - most) / parameters.temperature) }
        return Candidates(tokens: tokens, weights: weights)
    }

    /// Top-p over all tokens: looks at those within a reach of the greatest logit, then further.
    private func nucleus(
        _ logits: UnsafeMutableBufferPointer<Float>,
        most: Float,
        total: Double
    ) -> Candidates {
        var reach = Float(4 * parameters.temperature)
        while true {
            var kept = select(logits, most - reach, most)
            let isAll = reach > 100 * Float(parameters.temperature)
            if keepNucleus(&kept, total: total) || isAll { return kept }
            reach *= 2
        }
    }

    /// Keeps the most likely tokens until they reach top-p of `total`; whether they do.
    private func keepNucleus(_ candidates: inout Candidates, total: Double) -> Bool {
        let weights = candidates.weights
        let order = weights.indices.sorted {
            weights[$0] > weights[$1] || (weights[$0] == weights[$1] && $0 < $1)
        }
        var sum = 0.0
        for (rank, place) in order.enumerated() {
            sum += weights[place]
            if sum >= parameters.topP * total {
                candidates.keep(Array(order[...rank]))
                return true
            }
        }
        return false
    }

    /// Keeps the tokens whose information is nearest to the entropy, until they reach typical-p.
    private func keepTypical(_ candidates: inout Candidates) {
        let total = candidates.weights.reduce(0, +)
        let probabilities = candidates.weights.map { $0 / total }
        let entropy = probabilities.reduce(0.0) { $0 - ($1 > 0 ? $1 * log($1) : 0) }
        let distances = probabilities.map { abs(-log($0) - entropy) }
        let order = distances.indices.sorted {
            distances[$0] < distances[$1] || (distances[$0] == distances[$1] && $0 < $1)
        }
        var reached = 0.0
        var farthest = Double.infinity
        for place in order {
            reached += probabilities[place]
            guard reached >= parameters.typicalP else { continue }
            farthest = distances[place]
            break
        }
        // Those as far as the last one stay too.
        candidates.keep(order.filter { distances[$0] <= farthest })
    }
}
