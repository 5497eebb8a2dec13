package import JSON

extension ModelConfiguration {
    /// The configuration as a `config.json`, in the classic spelling, which transformers 4 and 5 both
    /// read; without token ids and the weights' type.
    ///
    /// - Parameter path: What messages call the model.
    /// - Throws: ``ModelError/unsupportedOption(path:key:found:supported:remedy:)`` for what no class
    ///   of transformers computes.
    package func huggingFace(path: String) throws -> JSONObject {
        let kind = try writtenArchitecture(path)
        var config: JSONObject = [
            "architectures": [.string(kind.className)],
            "model_type": .string(kind.rawValue),
            "vocab_size": .integer(vocabularySize),
            "hidden_size": .integer(hiddenSize),
            "intermediate_size": .integer(feedForwardSize),
            "num_hidden_layers": .integer(layerCount),
            "num_attention_heads": .integer(headCount),
            "num_key_value_heads": .integer(keyValueHeadCount),
        ]
        if headDimension != hiddenSize / headCount || kind.family.headDimension != nil {
            config["head_dim"] = .integer(headDimension)
        }
        config["max_position_embeddings"] = .integer(contextLength)
        config["hidden_act"] = .string(feedForward.huggingFaceName)
        if kind == .gemma || kind == .gemma2 {
            config["hidden_activation"] = .string(feedForward.huggingFaceName)
        }
        config[kind == .nemotron ? "norm_eps" : "rms_norm_eps"] = .shortest(epsilon)
        try addAttention(kind, path, to: &config)
        addExperts(kind, to: &config)
        addRotation(kind, to: &config)
        config["tie_word_embeddings"] = .bool(tiesEmbeddings)
        config["initializer_range"] = 0.02
        config["use_cache"] = true
        return config
    }

    /// The class that computes this. GGUF's "llama" is also what Mistral and Mixtral are written as.
    private func writtenArchitecture(_ path: String) throws -> Architecture {
        guard architecture == .llama else { return architecture }
        if let experts {
            guard experts.normalisesWeights else {
                throw unwritable(path, "expert_weights_norm", "false", "true")
            }
            return .mixtral
        }
        if attention.windows.contains(where: { $0 != nil }) { return .mistral }
        return hasQueryKeyValueBias && !hasOutputBias ? .qwen2 : .llama
    }

    private func unwritable(
        _ path: String, _ key: String, _ found: String, _ supported: String
    ) -> ModelError {
        .unsupportedOption(
            path: path, key: key, found: found, supported: supported,
            remedy: "use the checkpoint in Hugging Face's layout that the file was made of")
    }

    private func addAttention(
        _ kind: Architecture, _ path: String, to config: inout JSONObject
    ) throws {
        if kind.family.attentionBiases == .configured {
            config["attention_bias"] = .bool(hasOutputBias)
        }
        if kind == .llama || kind == .nemotron { config["mlp_bias"] = .bool(hasFeedForwardBias) }
        if kind == .gemma2 {
            let denominator = 1 / (Double(attention.scale) * Double(attention.scale))
            guard denominator.isFinite else {
                throw unwritable(
                    path, "attention.scale", "\(attention.scale)", "one whose square is above 0")
            }
            let whole = Int(exactly: denominator.rounded())
            // The scale is stored as a float, which moves the last digits.
            config["query_pre_attn_scalar"] =
                whole.flatMap {
                    abs(denominator - Double($0)) < 1e-4 * Double($0) ? .integer($0) : nil
                } ?? .double(denominator)
            config["attn_logit_softcapping"] = attention.softCap.map(JSON.shortest) ?? .null
            config["final_logit_softcapping"] = logitSoftCap.map(JSON.shortest) ?? .null
        } else if attention.scale != Float(1 / Double(headDimension).squareRoot()) {
            throw unwritable(
                path, "attention.scale", "\(attention.scale)", "1/√\(headDimension)")
        }
        try addWindows(kind, path, to: &config)
    }

    private func addWindows(
        _ kind: Architecture, _ path: String, to config: inout JSONObject
    ) throws {
        let slides = attention.windows.map { $0 != nil }
        let window = attention.windows.compactMap { $0 }.first
        let stored = window.map(JSON.integer) ?? .null
        let types = JSON.array(
            slides.map { $0 ? "sliding_attention" : "full_attention" })
        let isEverywhere = !slides.contains(false)
        switch kind {
        case .llama, .gemma, .nemotron: break
        case .mistral, .mixtral, .phi3:
            guard window == nil || isEverywhere else {
                throw unwritable(
                    path, "attention.sliding_window_pattern", "\(slides)", "all layers or none")
            }
            config["sliding_window"] = stored
        case .qwen2, .qwen3, .qwen3MoE:
            config["use_sliding_window"] = .bool(window != nil)
            config["sliding_window"] = stored
            let first = slides.firstIndex(of: true) ?? layerCount
            config["max_window_layers"] = .integer(first)
            if window != nil, kind != .qwen3MoE || !isEverywhere { config["layer_types"] = types }
        case .gemma2:
            config["sliding_window"] = stored
            if slides != (0..<layerCount).map({ $0 % 2 == 0 }) { config["layer_types"] = types }
        }
    }

    private func addExperts(_ kind: Architecture, to config: inout JSONObject) {
        guard let experts else { return }
        if kind == .mixtral {
            config["num_local_experts"] = .integer(experts.count)
        } else {
            config["num_experts"] = .integer(experts.count)
            config["moe_intermediate_size"] = .integer(feedForwardSize)
            config["norm_topk_prob"] = .bool(experts.normalisesWeights)
            config["decoder_sparse_step"] = 1
            config["mlp_only_layers"] = []
        }
        config["num_experts_per_tok"] = .integer(experts.used)
        config["output_router_logits"] = false
    }

    private func addRotation(_ kind: Architecture, to config: inout JSONObject) {
        config["rope_theta"] = .double(rotary.base)
        if rotary.dimensions != headDimension || kind == .nemotron {
            config["partial_rotary_factor"] =
                .double(Double(rotary.dimensions) / Double(headDimension))
        }
        config["rope_scaling"] = rotary.huggingFaceScaling(context: contextLength)
        if case .longRoPE(_, _, let length) = rotary.scaling {
            config["original_max_position_embeddings"] = .integer(length)
        }
    }
}

extension Architecture {
    /// The name of transformers' class.
    package var className: String {
        let stem =
            switch self {
            case .qwen3MoE: "Qwen3Moe"
            default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
            }
        return stem + "ForCausalLM"
    }
}

extension ModelConfiguration.FeedForward {
    fileprivate var huggingFaceName: String {
        switch self {
        case .swiGLU: "silu"
        case .geGLU: "gelu_pytorch_tanh"
        case .squaredReLU: "relu2"
        }
    }
}

extension JSON {
    /// The number with the fewest digits that is this float: 1e-05, not 9.999999747378752e-06.
    static func shortest(_ value: Float) -> JSON { .double(Double("\(value)") ?? Double(value)) }
}
