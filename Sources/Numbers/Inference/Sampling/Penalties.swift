import Compute

/// Changes of logits that depend on the tokens so far.
struct Penalties {
    let options: SamplingOptions

    /// Applies the repetition penalty, presence and frequency penalties, and the n-gram ban.
    ///
    /// - Parameters:
    ///   - tokens: Prompt and reply so far; the reply begins at `replyStart`.
    ///   - counts: By token; all 0, and left so.
    func apply(
        to logits: UnsafeMutablePointer<Float>,
        tokens: [Int32],
        replyStart: Int,
        counts: UnsafeMutablePointer<Int32>
    ) {
        if options.repetitionPenalty != 1 {
            let penalty = Float(options.repetitionPenalty)
            forEachDistinct(tokens[...], counts) { token, _ in
                let logit = logits[Int(token)]
                logits[Int(token)] = logit > 0 ? logit / penalty : logit * penalty
            }
        }
        if options.presencePenalty != 0 || options.frequencyPenalty != 0 {
            forEachDistinct(tokens[replyStart...], counts) { token, count in
                logits[Int(token)] -= Float(
                    options.presencePenalty + Double(count) * options.frequencyPenalty
                )
            }
        }
        forEachBanned(tokens) { logits[Int($0)] = -.infinity }
    }

    /// Calls `body` once for each token, with how often it occurs.
    private func forEachDistinct(
        _ tokens: ArraySlice<Int32>,
        _ counts: UnsafeMutablePointer<Int32>,
        _ body: (Int32, Int32) -> Void
    ) {
        for token in tokens { counts[Int(token)] += 1 }
        for token in tokens where counts[Int(token)] > 0 {
            body(token, counts[Int(token)])
            counts[Int(token)] = 0
        }
    }

    /// Calls `body` with tokens that would complete an n-gram a second time.
    func forEachBanned(_ tokens: [Int32], _ body: (Int32) -> Void) {
        let size = options.noRepeatNGram
        guard size > 0, tokens.count >= size else { return }
        let start = tokens[(tokens.count - size + 1)...]
        for end in (size - 1)..<tokens.count
        where tokens[(end - size + 1)..<end].elementsEqual(start) {
            body(tokens[end])
        }
    }
}
