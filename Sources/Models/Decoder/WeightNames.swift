/// The names that a format gives a decoder's tensors.
struct WeightNames {
    /// A tensor that every layer has.
    enum Role: CaseIterable {
        case attentionNorm, query, key, value, output
        case feedForwardNorm, gate, up, down
    }

    let embedding: String
    let finalNorm: String
    let head: String
    private let layerPrefix: String
    private let roles: [Role: String]

    /// The full name of a layer's tensor; `kind` is "weight" or "bias".
    func layer(_ index: Int, _ role: Role, _ kind: String) -> String {
        "\(layerPrefix)\(index).\(roles[role, default: ""]).\(kind)"
    }

    /// Hugging Face's names for Llama, Qwen2 and Nemotron.
    static let huggingFace = WeightNames(
        embedding: "model.embed_tokens.weight",
        finalNorm: "model.norm",
        head: "lm_head.weight",
        layerPrefix: "model.layers.",
        roles: [
            .attentionNorm: "input_layernorm", .query: "self_attn.q_proj",
            .key: "self_attn.k_proj", .value: "self_attn.v_proj", .output: "self_attn.o_proj",
            .feedForwardNorm: "post_attention_layernorm", .gate: "mlp.gate_proj",
            .up: "mlp.up_proj", .down: "mlp.down_proj",
        ]
    )

    /// GGUF's names, the same for all architectures.
    static let gguf = WeightNames(
        embedding: "token_embd.weight",
        finalNorm: "output_norm",
        head: "output.weight",
        layerPrefix: "blk.",
        roles: [
            .attentionNorm: "attn_norm", .query: "attn_q", .key: "attn_k", .value: "attn_v",
            .output: "attn_output", .feedForwardNorm: "ffn_norm", .gate: "ffn_gate", .up: "ffn_up",
            .down: "ffn_down",
        ]
    )
}
