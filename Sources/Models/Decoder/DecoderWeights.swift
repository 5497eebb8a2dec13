import Tensors

/// One layer's weights, as they lie in their files.
struct LayerWeights: Sendable {
    let attentionNorm: NormWeights
    /// Query, key and value side by side.
    let queryKeyValue: [MatrixWeights]
    let output: MatrixWeights
    let feedForwardNorm: NormWeights
    /// Gate and up side by side, or up alone.
    let expand: [MatrixWeights]
    let contract: MatrixWeights
}

/// All weights of a decoder, checked against its configuration.
struct DecoderWeights: Sendable {
    /// Looked up row by row, as stored.
    let embedding: StoredTensor
    let layers: [LayerWeights]
    let finalNorm: NormWeights
    let head: MatrixWeights

    init(_ checkpoint: Checkpoint, _ configuration: ModelConfiguration) throws {
        let loader = WeightLoader(checkpoint, configuration)
        embedding = try loader.matrix(
            loader.names.embedding,
            [configuration.vocabularySize, configuration.hiddenSize]
        )
        layers = try (0..<configuration.layerCount).map { try loader.layer($0) }
        finalNorm = try loader.norm(loader.names.finalNorm)
        let stored =
            try configuration.tiesEmbeddings
            ? embedding : loader.matrix(loader.names.head, embedding.shape)
        head = MatrixWeights(stored: stored, bias: nil)
    }
}

/// Finds tensors by their role and checks their shapes.
private struct WeightLoader {
    let checkpoint: Checkpoint
    let configuration: ModelConfiguration
    let names: WeightNames

    init(_ checkpoint: Checkpoint, _ configuration: ModelConfiguration) {
        self.checkpoint = checkpoint
        self.configuration = configuration
        names = checkpoint.source == .gguf ? .gguf : .huggingFace
    }

    func layer(_ index: Int) throws -> LayerWeights {
        let (hidden, inner) = (configuration.hiddenSize, configuration.feedForwardSize)
        let (queries, keys) = (configuration.queryWidth, configuration.keyValueWidth)
        let attentionBias = configuration.hasQueryKeyValueBias
        let innerBias = configuration.hasFeedForwardBias
        func piece(
            _ role: WeightNames.Role,
            _ rows: Int,
            _ columns: Int,
            bias: Bool
        ) throws -> MatrixWeights {
            let stored = try matrix(names.layer(index, role, "weight"), [rows, columns])
            let bias = bias ? try vector(names.layer(index, role, "bias"), rows) : nil
            return MatrixWeights(stored: stored, bias: bias)
        }
        var expand = [try piece(.up, inner, hidden, bias: innerBias)]
        if configuration.feedForward == .swiGLU {
            expand.insert(try piece(.gate, inner, hidden, bias: innerBias), at: 0)
        }
        return LayerWeights(
            attentionNorm: try norm(names.layer(index, .attentionNorm, "")),
            queryKeyValue: [
                try piece(.query, queries, hidden, bias: attentionBias),
                try piece(.key, keys, hidden, bias: attentionBias),
                try piece(.value, keys, hidden, bias: attentionBias),
            ],
            output: try piece(.output, hidden, queries, bias: configuration.hasOutputBias),
            feedForwardNorm: try norm(names.layer(index, .feedForwardNorm, "")),
            expand: expand,
            contract: try piece(.down, hidden, inner, bias: innerBias)
        )
    }

    /// The gain is stored as it is, or minus one.
    func norm(_ name: String) throws -> NormWeights {
        let name = name.hasSuffix(".") ? name : name + "."
        let stored = try vector(name + "weight", configuration.hiddenSize)
        guard case .layer(let onePlus) = configuration.norm else {
            return NormWeights(gain: stored, bias: nil)
        }
        return NormWeights(
            gain: onePlus ? stored.map { $0 + 1 } : stored,
            bias: try vector(name + "bias", configuration.hiddenSize)
        )
    }

    func matrix(_ name: String, _ shape: [Int]) throws -> StoredTensor {
        let stored = try checkpoint.tensor(name)
        guard stored.shape == shape else {
            throw ModelError.wrongShape(
                path: stored.path,
                tensor: name,
                found: stored.shape,
                expected: shape
            )
        }
        // Fails now rather than in the middle of a step if the element type has no decoder.
        _ = try stored.floats(rows: 0..<0)
        return stored
    }

    private func vector(_ name: String, _ count: Int) throws -> [Float] {
        try matrix(name, [count]).floats()
    }
}
