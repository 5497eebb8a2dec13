package import Checkpoints

/// A layer's feed-forward, as it lies in its files.
package enum FeedForwardWeights: Sendable {
    /// `expand` is gate and up side by side, or up alone.
    case dense(expand: [MatrixWeights], contract: MatrixWeights)
    case experts(ExpertWeights)
}

/// One layer's weights, as they lie in their files.
package struct LayerWeights: Sendable {
    package let attentionNorm: NormWeights
    /// Query, key and value side by side.
    package let queryKeyValue: [MatrixWeights]
    package let queryNorm: NormWeights?
    package let keyNorm: NormWeights?
    package let output: MatrixWeights
    package let attentionBranchNorm: NormWeights?
    package let feedForwardNorm: NormWeights
    package let feedForward: FeedForwardWeights
    package let feedForwardBranchNorm: NormWeights?
}

/// All weights of a decoder, checked against its configuration.
package struct DecoderWeights: Sendable {
    /// Looked up row by row, as stored.
    package let embedding: StoredTensor
    package let layers: [LayerWeights]
    package let finalNorm: NormWeights
    package let head: MatrixWeights

    /// - Throws: `TensorError` if a tensor is missing or cannot be decoded, ``ModelError`` if one has
    ///   another shape, or if there are tensors that the decoder has no place for.
    init(
        _ checkpoint: Checkpoint, _ configuration: ModelConfiguration,
        _ adapter: AppliedAdapter? = nil
    ) throws {
        let loader = WeightLoader(checkpoint, configuration, adapter)
        embedding = try loader.tensor(
            loader.names.embedding,
            [configuration.vocabularySize, configuration.hiddenSize]
        )
        layers = try (0..<configuration.layerCount).map { try loader.layer($0) }
        finalNorm = try loader.norm([loader.names.finalNorm], configuration.hiddenSize)
        let stored =
            try configuration.tiesEmbeddings
            ? embedding : loader.tensor(loader.names.head, embedding.shape)
        head = try loader.changed(MatrixWeights(stored), by: ["lm_head"])
        try loader.checkNothingIsLeft()
    }
}
