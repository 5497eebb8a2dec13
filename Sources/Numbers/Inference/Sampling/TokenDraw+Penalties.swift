package import Compute

extension TokenDraw {
    /// A draw by a request's options, after `tokens`, of which the reply begins at `replyStart`.
    package init(
        _ options: SamplingOptions, tokens: [Int32], replyStart: Int, uniform: Double
    ) {
        self.init(
            options: options, uniform: uniform,
            penalised: options.hasPenalties
                ? PenalisedTokens(options, tokens: tokens, replyStart: replyStart) : nil)
    }
}

extension TokenDraw.PenalisedTokens {
    fileprivate init(_ options: SamplingOptions, tokens: [Int32], replyStart: Int) {
        var counts: [Int32: Int32] = [:]
        if options.repetitionPenalty != 1 {
            for token in tokens { counts[token] = 0 }
        }
        for token in tokens[replyStart...] { counts[token, default: 0] += 1 }
        Penalties(options: options).forEachBanned(tokens) { counts[$0] = -1 }
        let sorted = counts.sorted { $0.key < $1.key }
        self.init(tokens: sorted.map(\.key), counts: sorted.map(\.value))
    }
}
