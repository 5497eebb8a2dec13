package import JSON

extension ModelConfiguration {
    /// Reads a `config.json`, in the classic spelling or in that of transformers 5.
    ///
    /// - Throws: ``ModelError`` that names the key.
    package init(huggingFace config: JSON, path: String) throws {
        let reader = ConfigurationReader(path: path, values: config)
        let type = try reader.text("model_type") ?? ""
        guard let architecture = Architecture(rawValue: type) else {
            throw ModelError.unsupportedArchitecture(path: path, found: type)
        }
        self.architecture = architecture
        vocabularySize = try reader.count("vocab_size")
        hiddenSize = try reader.count("hidden_size")
        layerCount = try reader.count("num_hidden_layers")
        headCount = try reader.count("num_attention_heads")
        keyValueHeadCount = try reader.count("num_key_value_heads", or: headCount)
        headDimension = try reader.count("head_dim", or: max(1, hiddenSize / headCount))
        feedForwardSize = try reader.count("intermediate_size")
        contextLength = try reader.count("max_position_embeddings")
        tiesEmbeddings = try reader.flag("tie_word_embeddings", or: architecture == .qwen2)
        rotary = try RotaryEmbedding(huggingFace: reader, headDimension: headDimension)
        let attentionBias = try reader.flag("attention_bias", or: false)
        hasQueryKeyValueBias = attentionBias || architecture == .qwen2
        hasOutputBias = attentionBias && architecture != .qwen2
        hasFeedForwardBias = try reader.flag("mlp_bias", or: false)
        switch architecture {
        case .llama, .qwen2:
            (norm, feedForward) = (.rms, .swiGLU)
            epsilon = Float(try reader.positive("rms_norm_eps", or: 1e-6))
            try reader.requireActivation("silu")
        case .nemotron:
            (norm, feedForward) = (.layer(onePlus: true), .squaredReLU)
            epsilon = Float(try reader.positive("norm_eps", or: 1e-5))
            try reader.requireActivation("relu2")
        }
        if try reader.flag("use_sliding_window", or: false) {
            throw reader.unsupported("use_sliding_window", "true", "false")
        }
        try check(reader)
    }

    /// Heads must divide evenly, and turn in pairs.
    func check(_ reader: ConfigurationReader) throws {
        guard headCount % keyValueHeadCount == 0 else {
            throw ModelError.badValue(
                path: reader.path,
                key: "num_key_value_heads",
                found: "\(keyValueHeadCount)",
                expected: "a divisor of the \(headCount) heads"
            )
        }
        guard rotary.dimensions % 2 == 0, (2...headDimension).contains(rotary.dimensions) else {
            throw ModelError.badValue(
                path: reader.path,
                key: "rotary dimensions",
                found: "\(rotary.dimensions)",
                expected: "an even number up to the head's \(headDimension)"
            )
        }
    }
}

extension ConfigurationReader {
    fileprivate func requireActivation(_ expected: String) throws {
        guard let found = try text("hidden_act"), found != expected else { return }
        throw unsupported("hidden_act", "'\(found)'", "'\(expected)'")
    }
}

extension RotaryEmbedding {
    /// `rope_parameters` of transformers 5, or `rope_theta` and `rope_scaling` beside each other.
    fileprivate init(huggingFace reader: ConfigurationReader, headDimension: Int) throws {
        let parameters = try reader.object("rope_parameters") ?? reader
        let scaling =
            try reader.has("rope_parameters") ? parameters : reader.object("rope_scaling")
        base = try parameters.positive("rope_theta", or: 10000)
        let share = try parameters.positive(
            "partial_rotary_factor",
            or: reader.positive("partial_rotary_factor", or: reader.positive("rope_percent", or: 1))
        )
        guard share <= 1 else {
            throw ModelError.badValue(
                path: reader.path,
                key: "partial_rotary_factor",
                found: "\(share)",
                expected: "at most 1"
            )
        }
        dimensions = Int(Double(headDimension) * share)
        isInterleaved = false
        self.scaling = try scaling.map { try Scaling(huggingFace: $0, reader: reader) } ?? .none
    }
}

extension RotaryEmbedding.Scaling {
    fileprivate init(huggingFace scaling: ConfigurationReader, reader: ConfigurationReader) throws {
        switch try scaling.text("rope_type") ?? scaling.text("type") ?? "default" {
        case "default": self = .none
        case "linear": self = .linear(factor: try scaling.positive("factor"))
        case "llama3":
            self = .llama3(
                factor: try scaling.positive("factor"),
                lowFrequencyFactor: try scaling.positive("low_freq_factor"),
                highFrequencyFactor: try scaling.positive("high_freq_factor"),
                originalContextLength: try scaling.count(
                    "original_max_position_embeddings",
                    or: reader.count("original_max_position_embeddings", or: 8192)
                )
            )
        case let other:
            throw scaling.unsupported("rope_type", "'\(other)'", "default, linear, llama3")
        }
    }
}
