public import Models

extension ModelConfiguration {
    /// Multiply-adds with weights for one token, including the output head but not attention's own.
    ///
    /// Twice this is the usual count of floating-point operations.
    public var multiplyAddsPerToken: Int {
        let attention = hiddenSize * (2 * queryWidth + 2 * keyValueWidth)
        let matrices = (feedForward.isGated ? 3 : 2) * (experts?.used ?? 1)
        let router = hiddenSize * (experts?.count ?? 0)
        return layerCount * (attention + router + matrices * hiddenSize * feedForwardSize)
            + hiddenSize * vocabularySize
    }
}
