import Tensors

/// A layer's feed-forward, as it lies in its files.
enum FeedForwardWeights: Sendable {
    /// `expand` is gate and up side by side, or up alone.
    case dense(expand: [MatrixWeights], contract: MatrixWeights)
    case experts(ExpertWeights)
}

/// One layer's weights, as they lie in their files.
struct LayerWeights: Sendable {
    let attentionNorm: NormWeights
    /// Query, key and value side by side.
    let queryKeyValue: [MatrixWeights]
    let queryNorm: NormWeights?
    let keyNorm: NormWeights?
    let output: MatrixWeights
    let attentionBranchNorm: NormWeights?
    let feedForwardNorm: NormWeights
    let feedForward: FeedForwardWeights
    let feedForwardBranchNorm: NormWeights?
}

/// All weights of a decoder, checked against its configuration.
struct DecoderWeights: Sendable {
    /// Looked up row by row, as stored.
    let embedding: StoredTensor
    let layers: [LayerWeights]
    let finalNorm: NormWeights
    let head: MatrixWeights

    /// - Throws: `TensorError` if a tensor is missing or cannot be decoded, ``ModelError`` if one has
    ///   another shape, or if there are tensors that the decoder has no place for.
    init(_ checkpoint: Checkpoint, _ configuration: ModelConfiguration) throws {
        let loader = WeightLoader(checkpoint, configuration)
        embedding = try loader.tensor(
            loader.names.embedding,
            [configuration.vocabularySize, configuration.hiddenSize]
        )
        layers = try (0..<configuration.layerCount).map { try loader.layer($0) }
        finalNorm = try loader.norm([loader.names.finalNorm], configuration.hiddenSize)
        let stored =
            try configuration.tiesEmbeddings
            ? embedding : loader.tensor(loader.names.head, embedding.shape)
        head = MatrixWeights(stored)
        try loader.checkNothingIsLeft()
    }
}
