import Models

extension CUDABackend {
    /// Bytes that a model's matrices take on a GPU, padding not counted.
    static func weightBytes(_ model: Decoder) -> Int {
        let shape = model.configuration
        let attention = shape.hiddenSize * (2 * shape.queryWidth + 2 * shape.keyValueWidth)
        let matrices = (shape.feedForward.isGated ? 3 : 2) * (shape.experts?.count ?? 1)
        let feedForward = matrices * shape.hiddenSize * shape.feedForwardSize
        let tables = shape.hiddenSize * shape.vocabularySize * (shape.tiesEmbeddings ? 1 : 2)
        let inLayers = shape.layerCount * (attention + feedForward)
        return (model.arithmetic.fp8Scales == nil ? 2 : 1) * inLayers + 2 * tables
    }
}
