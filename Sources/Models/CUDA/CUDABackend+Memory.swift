extension CUDABackend {
    /// Bytes that a model's matrices take on a card, padding not counted.
    static func weightBytes(_ shape: ModelConfiguration) -> Int {
        let attention = shape.hiddenSize * (2 * shape.queryWidth + 2 * shape.keyValueWidth)
        let matrices = (shape.feedForward.isGated ? 3 : 2) * (shape.experts?.count ?? 1)
        let feedForward = matrices * shape.hiddenSize * shape.feedForwardSize
        let tables = shape.hiddenSize * shape.vocabularySize * (shape.tiesEmbeddings ? 1 : 2)
        return 2 * (shape.layerCount * (attention + feedForward) + tables)
    }
}
