package import Models

/// A layer's feed-forward on a backend.
package enum LoadedFeedForward {
    /// `expand` is gate and up side by side, or up alone.
    case dense(expand: MatrixHandle, contract: MatrixHandle)
    case experts(ExpertsHandle)
}

/// One layer's weights on a backend.
package struct LoadedLayer {
    package let attentionNorm: NormHandle
    /// Query, key and value side by side.
    package let queryKeyValue: MatrixHandle
    package let headNorms: (query: NormHandle, key: NormHandle)?
    package let output: MatrixHandle
    package let attentionBranchNorm: NormHandle?
    let feedForwardNorm: NormHandle
    package let feedForward: LoadedFeedForward
    let feedForwardBranchNorm: NormHandle?

    init(_ layer: LayerWeights, on backend: any Backend) throws {
        attentionNorm = try backend.load(layer.attentionNorm)
        queryKeyValue = try backend.load(layer.queryKeyValue)
        if let query = layer.queryNorm, let key = layer.keyNorm {
            headNorms = (try backend.load(query), try backend.load(key))
        } else {
            headNorms = nil
        }
        output = try backend.load([layer.output])
        attentionBranchNorm = try layer.attentionBranchNorm.map { try backend.load($0) }
        feedForwardNorm = try backend.load(layer.feedForwardNorm)
        switch layer.feedForward {
        case .dense(let expand, let contract):
            feedForward = .dense(
                expand: try backend.load(expand),
                contract: try backend.load([contract])
            )
        case .experts(let experts): feedForward = .experts(try backend.load(experts))
        }
        feedForwardBranchNorm = try layer.feedForwardBranchNorm.map { try backend.load($0) }
    }
}

/// A decoder's weights on a backend, and the activations of a step.
package struct LoadedDecoder {
    package let embedding: EmbeddingHandle
    package let layers: [LoadedLayer]
    package let finalNorm: NormHandle
    package let head: MatrixHandle

    /// The residual stream `[T, C]`.
    package let hidden: Activations
    package let normed: Operand
    /// Queries, keys and values of a row, side by side.
    package let queryKeyValue: Activations
    package let attended: Operand
    /// The activation of gate and up, or of up alone.
    package let activated: Operand
    /// What attention or feed-forward gives, where it is normalised before it is added.
    package let branch: Activations
    /// The final norm's output for the rows asked for.
    package let final: Operand

    package init(_ decoder: Decoder, on backend: any Backend) throws {
        let (weights, shape) = (decoder.weights, decoder.configuration)
        embedding = try backend.load(embedding: weights.embedding)
        layers = try weights.layers.map { try LoadedLayer($0, on: backend) }
        finalNorm = try backend.load(weights.finalNorm)
        head = try backend.load([weights.head])

        hidden = try backend.makeActivations(width: shape.hiddenSize)
        normed = try backend.makeOperand(width: shape.hiddenSize)
        queryKeyValue = try backend.makeActivations(
            width: shape.queryWidth + 2 * shape.keyValueWidth)
        attended = try backend.makeOperand(width: shape.queryWidth)
        // Experts have memory of their own.
        activated = try backend.makeOperand(
            width: shape.experts == nil ? shape.feedForwardSize : 0)
        branch = try backend.makeActivations(width: shape.hasBranchNorms ? shape.hiddenSize : 0)
        final = try backend.makeOperand(width: shape.hiddenSize)
    }
}
