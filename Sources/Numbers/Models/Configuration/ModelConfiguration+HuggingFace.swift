package import JSON

extension ModelConfiguration {
    /// Reads a `config.json`, in the classic spelling or in that of transformers 5.
    ///
    /// - Throws: ``ModelError`` that names the key.
    package init(huggingFace config: JSON, path: String) throws {
        try self.init(ConfigurationReader(path: path, values: config))
    }

    init(_ reader: ConfigurationReader) throws {
        let path = reader.path
        let type = try reader.text("model_type") ?? ""
        guard let architecture = Architecture(rawValue: type) else {
            throw ModelError.unsupportedArchitecture(path: path, found: type)
        }
        let family = architecture.family
        self.architecture = architecture
        vocabularySize = try reader.count("vocab_size")
        hiddenSize = try reader.count("hidden_size")
        layerCount = try reader.count("num_hidden_layers", atMost: ConfigurationReader.mostLayers)
        headCount = try reader.count("num_attention_heads")
        keyValueHeadCount = try reader.count("num_key_value_heads", or: headCount)
        headDimension = try reader.count(
            "head_dim", or: family.headDimension ?? max(1, hiddenSize / headCount))
        contextLength = try reader.count("max_position_embeddings")
        tiesEmbeddings = try reader.flag("tie_word_embeddings", or: family.tiesEmbeddings)
        embeddingScale = family.scalesEmbeddings ? Float(hiddenSize).squareRoot() : 1
        logitSoftCap = try reader.optionalPositive(
            "final_logit_softcapping", ifAbsent: family.caps?.logits
        ).map { Float($0) }

        rotary = try RotaryEmbedding(
            huggingFace: reader, family, headDimension: headDimension)
        let denominator = try reader.positive("query_pre_attn_scalar", or: Double(headDimension))
        attention = Attention(
            scale: Float(1 / denominator.squareRoot()),
            softCap: try reader.optionalPositive(
                "attn_logit_softcapping", ifAbsent: family.caps?.scores
            ).map { Float($0) },
            windows: try reader.windows(architecture, layers: layerCount))

        (norm, feedForward) = (family.norm, family.activation)
        epsilon = Float(try reader.positive(["rms_norm_eps", "norm_eps"], or: family.epsilon))
        try reader.checkActivation(feedForward)
        experts = try family.hasExperts ? Experts(huggingFace: reader) : nil
        if !family.hasExperts { try reader.refuseExperts() }
        feedForwardSize = try reader.count(
            reader.has("moe_intermediate_size") && family.hasExperts
                ? "moe_intermediate_size" : "intermediate_size")

        let hasBiases = try reader.flag("attention_bias", or: false)
        hasOutputBias = hasBiases && family.attentionBiases == .configured
        hasQueryKeyValueBias = hasOutputBias || family.attentionBiases == .queryKeyValue
        hasFeedForwardBias = try reader.flag("mlp_bias", or: false)
        (hasQueryKeyNorm, hasBranchNorms) = (family.hasQueryKeyNorm, family.hasBranchNorms)
        try check(reader)
    }

    /// Heads must divide evenly, and are rotated in pairs.
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
        if let experts, experts.used > experts.count {
            throw ModelError.badValue(
                path: reader.path,
                key: "experts per token",
                found: "\(experts.used)",
                expected: "at most the \(experts.count) experts"
            )
        }
    }
}

extension ModelConfiguration.Experts {
    fileprivate init(huggingFace reader: ConfigurationReader) throws {
        let key = ["num_local_experts", "num_experts"].first(where: reader.has)
        count = try reader.count(
            key ?? "num_local_experts", atMost: ConfigurationReader.mostLayers)
        used = try reader.count("num_experts_per_tok")
        // Mixtral's always sum to one; Qwen's do if the configuration says so.
        let isMixtral = try reader.text("model_type") == Architecture.mixtral.rawValue
        normalisesWeights = try isMixtral || reader.flag("norm_topk_prob", or: false)
    }
}

extension ConfigurationReader {
    /// Names that mean one activation each.
    private static let activations: [ModelConfiguration.FeedForward: [String]] = [
        .swiGLU: ["silu", "swish"],
        .geGLU: ["gelu_pytorch_tanh", "gelu_new", "gelu_fast"],
        .squaredReLU: ["relu2"],
    ]

    fileprivate func checkActivation(_ expected: ModelConfiguration.FeedForward) throws {
        // The first Gemma files say "gelu" in "hidden_act" and mean the tanh formula.
        let isGemma = expected == .geGLU
        let key = isGemma && has("hidden_activation") ? "hidden_activation" : "hidden_act"
        let names = Self.activations[expected, default: []] + (isGemma ? ["gelu"] : [])
        guard let found = try text(key), !names.contains(found) else { return }
        throw unsupported(key, "'\(found)'", names.map { "'\($0)'" }.joined(separator: ", "))
    }

    fileprivate func refuseExperts() throws {
        for key in ["num_local_experts", "num_experts"] {
            let count = try natural(key, or: 0)
            guard count > 1 else { continue }
            throw unsupported(key, "\(count)", "0, 1, or an architecture that has experts")
        }
    }

    /// How far each layer sees.
    fileprivate func windows(_ architecture: Architecture, layers: Int) throws -> [Int?] {
        let none = [Int?](repeating: nil, count: layers)
        switch architecture {
        case .llama, .nemotron, .gemma: return none
        case .mistral:
            // A configuration that does not name it means the class's default.
            let isNamed = values["sliding_window"] != nil
            let window = try isNamed ? optionalCount("sliding_window") : 4096
            return none.map { _ in window }
        case .mixtral, .phi3:
            let window = try optionalCount("sliding_window")
            return none.map { _ in window }
        case .qwen2, .qwen3, .qwen3MoE:
            let first = try natural("max_window_layers", or: 28)
            let isEverywhere = architecture == .qwen3MoE
            let slides = try slides(layers) { isEverywhere || $0 >= first }
            guard try flag("use_sliding_window", or: false) else { return none }
            let window = try count("sliding_window", or: 4096)
            return slides.map { $0 ? window : nil }
        case .gemma2:
            let window = try count("sliding_window", or: 4096)
            return try slides(layers) { $0 % 2 == 0 }.map { $0 ? window : nil }
        }
    }

    /// Which layers have a window: as "layer_types" says, or by a rule.
    private func slides(_ layers: Int, _ rule: (Int) -> Bool) throws -> [Bool] {
        guard let value = value("layer_types") else {
            return (0..<layers).map(rule)
        }
        let kinds = (value.array ?? []).map { $0.string ?? $0.text }
        guard kinds.count == layers else {
            throw bad("layer_types", value, "one kind for each of the \(layers) layers")
        }
        return try kinds.map { kind in
            switch kind {
            case "sliding_attention": return true
            case "full_attention": return false
            default:
                throw unsupported(
                    "layer_types", "'\(kind)'", "'full_attention', 'sliding_attention'")
            }
        }
    }
}
