package import Checkpoints
package import JSON

extension ModelConfiguration {
    /// Reads a GGUF file's metadata; what it does not say is told by the tensors that are there.
    ///
    /// - Throws: ``ModelError`` that names the key.
    package init(gguf checkpoint: Checkpoint, metadata: JSONObject) throws {
        let reader = ConfigurationReader(path: checkpoint.path, values: .object(metadata))
        try self.init(reader, gguf: checkpoint)
    }

    init(_ general: ConfigurationReader, gguf checkpoint: Checkpoint) throws {
        let name = try general.text("general.architecture") ?? ""
        guard let architecture = Architecture(gguf: name) else {
            throw ModelError.unsupportedArchitecture(path: checkpoint.path, found: name)
        }
        var reader = general
        reader.prefix = name + "."
        let family = architecture.family
        let names = WeightNames.gguf
        func has(_ role: WeightNames.Role, _ kind: String = "weight") -> Bool {
            names.candidates(role, layer: 0, kind).contains { checkpoint.tensors[$0] != nil }
        }

        self.architecture = architecture
        let embedding = try checkpoint.tensor(names.embedding)
        vocabularySize = embedding.shape.first ?? 0
        hiddenSize = try reader.count("embedding_length")
        layerCount = try reader.count("block_count", atMost: ConfigurationReader.mostLayers)
        headCount = try reader.count("attention.head_count")
        keyValueHeadCount = try reader.count("attention.head_count_kv", or: headCount)
        headDimension = try reader.count("attention.key_length", or: max(1, hiddenSize / headCount))
        contextLength = try reader.count("context_length")
        tiesEmbeddings = checkpoint.tensors[names.head] == nil
        embeddingScale = family.scalesEmbeddings ? Float(hiddenSize).squareRoot() : 1
        let finalCap = try reader.optionalPositive("final_logit_softcapping")
        logitSoftCap = (finalCap ?? family.caps?.logits).map { Float($0) }

        rotary = try RotaryEmbedding(reader, checkpoint, headDimension: headDimension)
        rotary.isInterleaved = family.interleavesRotaryInGGUF
        let scoreCap = try reader.optionalPositive("attn_logit_softcapping")
        attention = Attention(
            scale: Float(
                try reader.positive(
                    "attention.scale",
                    or: Self.defaultScale(
                        architecture, layerCount, headDimension, hiddenSize / headCount))),
            softCap: (scoreCap ?? family.caps?.scores).map { Float($0) },
            windows: try reader.windows(architecture, layers: layerCount))

        feedForward = family.activation
        switch family.norm {
        case .rms:
            norm = .rms(onePlus: false)
            epsilon = Float(try reader.positive("attention.layer_norm_rms_epsilon"))
        case .layer:
            norm = .layer(onePlus: false)
            epsilon = Float(try reader.positive("attention.layer_norm_epsilon"))
        }
        experts = try Experts(gguf: reader)
        feedForwardSize = try reader.count(
            experts != nil && reader.has("expert_feed_forward_length")
                ? "expert_feed_forward_length" : "feed_forward_length")

        hasQueryKeyValueBias = has(.query, "bias") || has(.queryKeyValue, "bias")
        hasOutputBias = has(.output, "bias")
        hasFeedForwardBias = has(.up, "bias")
        (hasQueryKeyNorm, hasBranchNorms) = (family.hasQueryKeyNorm, family.hasBranchNorms)
        let valueLength = try reader.count("attention.value_length", or: headDimension)
        guard valueLength == headDimension else {
            throw reader.unsupported("attention.value_length", "\(valueLength)", "\(headDimension)")
        }
        try check(reader)
    }

    /// One over the root of the head's width; Gemma 2 with 27 billion parameters has another width
    /// there, which its files do not name.
    private static func defaultScale(
        _ architecture: Architecture,
        _ layers: Int,
        _ headDimension: Int,
        _ hiddenPerHead: Int
    ) -> Double {
        let isLargeGemma = architecture == .gemma2 && layers == 46
        return 1 / Double(isLargeGemma ? hiddenPerHead : headDimension).squareRoot()
    }
}

extension ModelConfiguration.Experts {
    /// `nil` if the file has no experts.
    fileprivate init?(gguf reader: ConfigurationReader) throws {
        guard try reader.natural("expert_count", or: 0) > 0 else { return nil }
        count = try reader.count("expert_count", atMost: ConfigurationReader.mostLayers)
        used = try reader.count("expert_used_count")
        normalisesWeights = try reader.flag("expert_weights_norm", or: true)
    }
}

extension ConfigurationReader {
    /// How far each layer sees.
    fileprivate func windows(_ architecture: Architecture, layers: Int) throws -> [Int?] {
        let window = try natural("attention.sliding_window", or: 0)
        let key = "attention.sliding_window_pattern"
        guard window > 0 else { return Array(repeating: nil, count: layers) }
        guard let pattern = value(key) else {
            // Gemma 2 alternates; the others slide in every layer.
            return (0..<layers).map { architecture != .gemma2 || $0 % 2 == 0 ? window : nil }
        }
        if let slides = pattern.array?.compactMap({ $0.bool ?? $0.integer.map { $0 != 0 } }),
            slides.count >= layers
        {
            return slides.prefix(layers).map { $0 ? window : nil }
        }
        guard let period = pattern.integer, period >= 0 else {
            throw bad(key, pattern, "a period, or true or false for each layer")
        }
        return (0..<layers).map { period == 0 || $0 % period < period - 1 ? window : nil }
    }
}

extension RotaryEmbedding {
    fileprivate init(
        _ reader: ConfigurationReader,
        _ checkpoint: Checkpoint,
        headDimension: Int
    ) throws {
        dimensions = try reader.count("rope.dimension_count", or: headDimension)
        base = try reader.positive("rope.freq_base", or: 10000)
        attentionFactor = try reader.positive("rope.scaling.attn_factor", or: 1)
        (scaling, isInterleaved) = (.none, false)
        func factors(_ name: String) throws -> [Float]? {
            try checkpoint.tensors[name].map { stored in
                guard stored.shape == [dimensions / 2] else {
                    throw ModelError.wrongShape(
                        path: stored.path,
                        tensor: stored.name,
                        found: stored.shape,
                        expected: [dimensions / 2]
                    )
                }
                return try stored.floats()
            }
        }
        if let short = try factors("rope_factors_short.weight"),
            let long = try factors("rope_factors_long.weight")
        {
            scaling = .longRoPE(
                short: short,
                long: long,
                originalContextLength: try reader.count("rope.scaling.original_context_length")
            )
        } else if let factors = try factors("rope_freqs.weight") {
            scaling = .factors(factors)
        } else {
            try readScaling(reader)
        }
    }

    private mutating func readScaling(_ reader: ConfigurationReader) throws {
        switch try reader.text("rope.scaling.type") ?? "none" {
        case "none": break
        case "linear": scaling = .linear(factor: try reader.positive("rope.scaling.factor"))
        case "yarn":
            let factor = try reader.positive("rope.scaling.factor")
            scaling = .yarn(
                factor: factor,
                betaFast: try reader.positive("rope.scaling.yarn_beta_fast", or: 32),
                betaSlow: try reader.positive("rope.scaling.yarn_beta_slow", or: 1),
                originalContextLength: try reader.count(
                    "rope.scaling.original_context_length",
                    or: reader.count("context_length")
                ),
                truncates: true
            )
            attentionFactor *= Self.yarnFactor(factor)
        case let other:
            throw reader.unsupported("rope.scaling.type", "'\(other)'", "none, linear, yarn")
        }
    }
}
