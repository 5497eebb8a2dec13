package import JSON
package import Tensors

extension ModelConfiguration {
    /// Reads a GGUF file's metadata; what it does not say is told by the tensors that are there.
    ///
    /// - Throws: ``ModelError`` that names the key.
    package init(gguf checkpoint: Checkpoint, metadata: JSONObject) throws {
        let general = ConfigurationReader(path: checkpoint.path, values: .object(metadata))
        let name = try general.text("general.architecture") ?? ""
        guard let architecture = Architecture(rawValue: name) else {
            throw ModelError.unsupportedArchitecture(path: checkpoint.path, found: name)
        }
        var reader = general
        reader.prefix = name + "."
        let names = WeightNames.gguf
        func has(_ tensor: String) -> Bool { checkpoint.tensors[tensor] != nil }

        self.architecture = architecture
        let embedding = try checkpoint.tensor(names.embedding)
        vocabularySize = embedding.shape.first ?? 0
        hiddenSize = try reader.count("embedding_length")
        layerCount = try reader.count("block_count")
        headCount = try reader.count("attention.head_count")
        keyValueHeadCount = try reader.count("attention.head_count_kv", or: headCount)
        headDimension = try reader.count(
            "attention.key_length",
            or: max(1, hiddenSize / headCount)
        )
        feedForwardSize = try reader.count("feed_forward_length")
        contextLength = try reader.count("context_length")
        tiesEmbeddings = !has(names.head)
        hasQueryKeyValueBias = has(names.layer(0, .query, "bias"))
        hasOutputBias = has(names.layer(0, .output, "bias"))
        hasFeedForwardBias = has(names.layer(0, .up, "bias"))
        rotary = RotaryEmbedding(
            dimensions: try reader.count("rope.dimension_count", or: headDimension),
            base: try reader.positive("rope.freq_base", or: 10000),
            scaling: .none,
            isInterleaved: architecture == .llama
        )
        switch architecture {
        case .llama, .qwen2:
            (norm, feedForward) = (.rms, .swiGLU)
            epsilon = Float(try reader.positive("attention.layer_norm_rms_epsilon"))
        case .nemotron:
            (norm, feedForward) = (.layer(onePlus: false), .squaredReLU)
            epsilon = Float(try reader.positive("attention.layer_norm_epsilon"))
        }
        try check(reader)
        rotary.scaling = try Self.scaling(reader, checkpoint, pairs: rotary.dimensions / 2)
    }

    private static func scaling(
        _ reader: ConfigurationReader,
        _ checkpoint: Checkpoint,
        pairs: Int
    ) throws -> RotaryEmbedding.Scaling {
        if let stored = checkpoint.tensors["rope_freqs.weight"] {
            guard stored.shape == [pairs] else {
                throw ModelError.wrongShape(
                    path: stored.path,
                    tensor: stored.name,
                    found: stored.shape,
                    expected: [pairs]
                )
            }
            return .factors(try stored.floats())
        }
        switch try reader.text("rope.scaling.type") ?? "none" {
        case "none": return .none
        case "linear": return .linear(factor: try reader.positive("rope.scaling.factor"))
        case let other: throw reader.unsupported("rope.scaling.type", "'\(other)'", "none, linear")
        }
    }
}
