import CKernels
package import Compute
import Foundation

/// Chooses the next token from one row of logits, in the memory of one worker.
package struct Sampler {
    let options: SamplingOptions
    let workspace: SamplerWorkspace
    private let isa = ck_isa_best()

    package init(_ options: SamplingOptions, _ workspace: SamplerWorkspace) {
        (self.options, self.workspace) = (options, workspace)
    }

    /// The next token.
    ///
    /// - Parameters:
    ///   - tokens: Prompt and reply so far; the reply begins at `replyStart`.
    ///   - u: The draw, in 0..<1.
    package func choose(_ row: LogitRow, tokens: [Int32], replyStart: Int, u: Double) -> Int32 {
        guard options.hasPenalties else { return choose(row, u: u) }
        return choose(penalised(row, tokens: tokens, replyStart: replyStart), u: u)
    }

    /// The next token of those in `mask`.
    ///
    /// Penalties come first. If they leave none of the mask's tokens, they are left out.
    func choose(
        _ row: LogitRow, in mask: TokenMask, tokens: [Int32], replyStart: Int, u: Double
    ) -> Int32 {
        if let only = mask.only { return only }
        let source =
            options.hasPenalties
            ? penalised(row, tokens: tokens, replyStart: replyStart) : row
        var masked = masked(source, mask)
        if masked.most == -.infinity { masked = self.masked(row, mask) }
        return choose(masked, u: u)
    }

    /// The row with the tokens that are not in the mask ruled out.
    private func masked(_ row: LogitRow, _ mask: TokenMask) -> LogitRow {
        guard let words = mask.words.baseAddress else { return row }
        ck_mask_f32(workspace.logits, row.logits, words, Int64(row.count))
        return LogitRow(workspace.logits, count: row.count)
    }

    /// The row after penalties and the n-gram ban.
    func penalised(_ row: LogitRow, tokens: [Int32], replyStart: Int) -> LogitRow {
        workspace.logits.update(from: row.logits, count: row.count)
        Penalties(options: options).apply(
            to: workspace.logits,
            tokens: tokens,
            replyStart: replyStart,
            counts: workspace.counts
        )
        return LogitRow(workspace.logits, count: row.count)
    }

    private func choose(_ row: LogitRow, u: Double) -> Int32 {
        guard options.temperature > 0, row.most > -.infinity else { return Int32(row.best) }
        // A draw of 0 takes even a token that is too unlikely for single precision.
        if truncates || u == 0 {
            let kept = candidates(row)
            return kept.count > 0 ? kept.draw(u) : Int32(row.best)
        }
        let count = Int64(row.count)
        let sum = ck_exp_sum_f32(workspace.floats, row.logits, count, row.most, scale, isa)
        return Int32(ck_draw_f32(workspace.floats, count, u * sum, isa))
    }

    /// Whether some tokens with a probability are left out.
    private var truncates: Bool {
        options.topK > 0 || options.topP < 1 || options.minP > 0 || options.typicalP < 1
    }

    private var scale: Float { Float(1 / options.temperature) }

    /// The tokens left by top-k, top-p, min-p and typical-p, in that order.
    ///
    /// Only logits that can be left are looked at one by one: those above the k-th greatest, above
    /// min-p's threshold, or, for top-p alone, above a threshold that is lowered until the sum is
    /// reached.
    func candidates(_ row: LogitRow) -> Candidates {
        let count = Int64(row.count)
        var kept = Candidates(workspace)
        var threshold = -Float.greatestFiniteMagnitude
        var total: Double?
        if options.topK > 0, options.topK < row.count {
            let (k, heap) = (Int64(options.topK), workspace.floats)
            // Tokens that are ruled out stay so where fewer than k are left.
            threshold = max(threshold, ck_kth_greatest_f32(row.logits, count, k, heap, isa))
            if options.topP < 1 {
                select(row, threshold, into: &kept)
                total = kept.sum
            }
        }
        if options.minP > 0 {
            // A little lower than exact: min-p itself decides.
            let reach = Float(log(options.minP) * options.temperature)
            threshold = max(threshold, row.most + reach - 0.01 * (1 + abs(reach)))
        }
        if options.topP < 1, threshold == -.greatestFiniteMagnitude {
            keepNucleus(of: row, &kept)
        } else {
            select(row, threshold, into: &kept)
            if options.topP < 1 {
                _ = kept.keepHeaviest(options.topP * (total ?? self.total(row)))
            }
        }
        if options.minP > 0 { kept.keep(atLeast: options.minP * kept.greatest) }
        if options.typicalP < 1 { kept.keepTypical(options.typicalP) }
        return kept
    }

    /// The sum of all tokens' weights.
    private func total(_ row: LogitRow) -> Double {
        guard options.temperature != 1 else { return row.sum }
        return ck_exp_sum_f32(nil, row.logits, Int64(row.count), row.most, scale, isa)
    }

    /// The tokens whose logit is at least `threshold`; one far below the greatest has weight 0.
    private func select(_ row: LogitRow, _ threshold: Float, into kept: inout Candidates) {
        let found = ck_select_f32(
            workspace.tokens, row.logits, Int64(row.count), threshold, isa)
        ck_weights_f64(
            workspace.weights,
            row.logits,
            workspace.tokens,
            found,
            row.most,
            options.temperature,
            isa
        )
        kept.count = Int(found)
    }

    /// Top-p over all tokens: looks at those within a reach of the greatest logit, then further.
    private func keepNucleus(of row: LogitRow, _ kept: inout Candidates) {
        let total = total(row)
        let temperature = Float(options.temperature)
        // A guess that is right for most texts: a token of probability 1/total leads, and the less
        // certain it is, the further down the nucleus goes.
        var reach = 4 * (2 - Float(1 / total)) * temperature
        while true {
            select(row, row.most - reach, into: &kept)
            if kept.keepHeaviest(options.topP * total) || reach > 100 * temperature { return }
            reach *= 1.5
        }
    }
}
