public import Models

extension ModelConfiguration {
    /// Multiply-adds of weights for one token, the output head included, attention's own not.
    ///
    /// Times two it is the usual count of floating-point operations.
    public var multiplyAddsPerToken: Int {
        let attention = hiddenSize * (2 * queryWidth + 2 * keyValueWidth)
        let matrices = feedForward == .squaredReLU ? 2 : 3
        return layerCount * (attention + matrices * hiddenSize * feedForwardSize)
            + hiddenSize * vocabularySize
    }
}
