/// One layer's weights on a backend.
struct LoadedLayer {
    let attentionNorm: NormHandle
    /// Query, key and value side by side.
    let queryKeyValue: MatrixHandle
    let output: MatrixHandle
    let feedForwardNorm: NormHandle
    /// Gate and up side by side, or up alone.
    let expand: MatrixHandle
    let contract: MatrixHandle

    init(_ layer: LayerWeights, on backend: any Backend) throws {
        attentionNorm = backend.load(layer.attentionNorm)
        queryKeyValue = try backend.load(layer.queryKeyValue)
        output = try backend.load([layer.output])
        feedForwardNorm = backend.load(layer.feedForwardNorm)
        expand = try backend.load(layer.expand)
        contract = try backend.load([layer.contract])
    }
}

/// A decoder's weights on a backend, and the activations of a step.
struct LoadedDecoder {
    let embedding: EmbeddingHandle
    let layers: [LoadedLayer]
    let finalNorm: NormHandle
    let head: MatrixHandle

    /// The residual stream `[T, C]`.
    let hidden: Activations
    let normed: Operand
    /// Queries, keys and values of a row, side by side.
    let queryKeyValue: Activations
    let attended: Operand
    /// Gate and up of a row, side by side; or up alone.
    let expanded: Activations
    let activated: Operand
    /// The final norm's output for the rows asked for.
    let final: Operand

    init(_ decoder: Decoder, on backend: any Backend) throws {
        let (weights, shape) = (decoder.weights, decoder.configuration)
        embedding = try backend.load(embedding: weights.embedding)
        layers = try weights.layers.map { try LoadedLayer($0, on: backend) }
        finalNorm = backend.load(weights.finalNorm)
        head = try backend.load([weights.head])

        hidden = backend.makeActivations(width: shape.hiddenSize)
        normed = backend.makeOperand(width: shape.hiddenSize)
        queryKeyValue = backend.makeActivations(width: shape.queryWidth + 2 * shape.keyValueWidth)
        attended = backend.makeOperand(width: shape.queryWidth)
        let parts = shape.feedForward == .swiGLU ? 2 : 1
        expanded = backend.makeActivations(width: shape.feedForwardSize * parts)
        activated = backend.makeOperand(width: shape.feedForwardSize)
        final = backend.makeOperand(width: shape.hiddenSize)
    }
}
