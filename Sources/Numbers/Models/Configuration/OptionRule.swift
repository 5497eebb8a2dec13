import JSON

/// An option that changes what a model computes and that no decoder here implements, with the
/// values that mean it is off.
struct OptionRule {
    let key: String
    let neutral: [JSON]
    /// What to do where it is on.
    let remedy: String

    init(_ key: String, off neutral: JSON..., remedy: String = OptionRule.otherCheckpoint) {
        self.init(key, off: neutral, remedy: remedy)
    }

    init(_ key: String, off neutral: [JSON], remedy: String) {
        (self.key, self.neutral, self.remedy) = (key, neutral, remedy)
    }

    static let otherCheckpoint = "use a checkpoint without this option"

    /// Whether `value` asks for the option.
    func isAskedFor(by value: JSON) -> Bool {
        if case .array(let elements) = value, elements.isEmpty { return false }
        return !neutral.contains {
            $0.text == value.text || $0.double.map { $0 == value.double } == true
        }
    }

    /// Keys of `config.json`.
    static let huggingFace: [OptionRule] = [
        OptionRule(
            "is_encoder_decoder",
            off: false,
            remedy: "use a decoder-only model"
        ),
        OptionRule("use_bidirectional_attention", off: false),
        OptionRule("mlp_only_layers"),
        OptionRule("decoder_sparse_step", off: 1),
        OptionRule("shared_expert_intermediate_size", off: 0),
        OptionRule("n_shared_experts", off: 0),
        OptionRule("n_routed_experts", off: 0),
        OptionRule("num_nextn_predict_layers", off: 0),
        OptionRule("kv_lora_rank"),
        OptionRule("q_lora_rank"),
        OptionRule("clip_qkv"),
        OptionRule("alibi", off: false),
        OptionRule("parallel_attn", off: false),
        OptionRule("use_parallel_residual", off: false),
        OptionRule("qk_layernorm", off: false),
        OptionRule("use_qk_norm", off: false),
        OptionRule("no_rope_layers"),
        OptionRule("attn_temperature_tuning", off: false),
        OptionRule("attention_multiplier"),
        OptionRule("embedding_multiplier", off: 1),
        OptionRule("residual_multiplier", off: 1),
        OptionRule("logits_scaling", off: 1),
        OptionRule("logit_scale", off: 1),
        OptionRule("router_logit_softcapping"),
        OptionRule("attention_chunk_size"),
        OptionRule("rope_local_base_freq"),
    ]

    /// Keys of GGUF metadata, without the architecture's prefix.
    static let gguf: [OptionRule] = [
        OptionRule("attention.causal", off: true),
        OptionRule("attention.clamp_kqv", off: 0),
        OptionRule("attention.max_alibi_bias", off: 0),
        OptionRule("attention.kv_lora_rank", off: 0),
        OptionRule("attention.q_lora_rank", off: 0),
        OptionRule("attention.output_scale", off: 1),
        OptionRule("attention.temperature_scale", off: 0),
        OptionRule("attention.chunk_size", off: 0),
        OptionRule("embedding_scale", off: 1),
        OptionRule("residual_scale", off: 1),
        OptionRule("logit_scale", off: 1),
        OptionRule("expert_shared_count", off: 0),
        OptionRule("expert_shared_feed_forward_length", off: 0),
        OptionRule("expert_group_count", off: 0, 1),
        OptionRule("expert_weights_scale", off: 0, 1),
        // 1 is softmax over all experts.
        OptionRule("expert_gating_func", off: 0, 1),
        OptionRule("leading_dense_block_count", off: 0),
        OptionRule("interleave_moe_layer_step", off: 0, 1),
        OptionRule("nextn_predict_layers", off: 0),
        OptionRule("router_logit_softcapping", off: 0),
        OptionRule("use_parallel_residual", off: false),
    ]
}

extension ConfigurationReader {
    /// Everything that the configuration asks for and that is not implemented, in the rules' order.
    func refusedOptions(_ rules: [OptionRule]) -> [ModelError] {
        rules.compactMap { rule in
            guard let value = value(rule.key), rule.isAskedFor(by: value) else { return nil }
            let off = rule.neutral.map(\.text) + ["no such key"]
            return .unsupportedOption(
                path: path,
                key: keyPath + prefix + rule.key,
                found: String(value.text.prefix(60)),
                supported: off.joined(separator: ", "),
                remedy: rule.remedy
            )
        }
    }
}
