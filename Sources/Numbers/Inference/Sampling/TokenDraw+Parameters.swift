package import Compute

extension TokenDraw {
    /// A draw by a request's parameters, after `tokens`, of which the reply begins at `replyStart`.
    package init(
        _ parameters: SamplingParameters, tokens: [Int32], replyStart: Int, uniform: Double
    ) {
        self.init(
            temperature: Float(parameters.temperature),
            topK: Int32(clamping: parameters.topK),
            topP: Float(parameters.topP),
            minP: Float(parameters.minP),
            typicalP: Float(parameters.typicalP),
            uniform: uniform,
            penalties: parameters.hasPenalties
                ? TokenDraw.Penalties(parameters, tokens: tokens, replyStart: replyStart) : nil
        )
    }
}

extension TokenDraw.Penalties {
    fileprivate init(_ parameters: SamplingParameters, tokens: [Int32], replyStart: Int) {
        var counts: [Int32: Int32] = [:]
        if parameters.repetitionPenalty != 1 {
            for token in tokens { counts[token] = 0 }
        }
        for token in tokens[replyStart...] { counts[token, default: 0] += 1 }
        Inference.Penalties(parameters: parameters).forEachBanned(tokens) { counts[$0] = -1 }
        let sorted = counts.sorted { $0.key < $1.key }
        self.init(
            repetition: Float(parameters.repetitionPenalty),
            presence: Float(parameters.presencePenalty),
            frequency: Float(parameters.frequencyPenalty),
            tokens: sorted.map(\.key),
            counts: sorted.map(\.value)
        )
    }
}
