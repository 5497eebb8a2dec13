import Checkpoints

/// The names that a format gives a decoder's tensors.
///
/// A role may have several names, by the program that wrote the file; the first that is there counts.
package struct WeightNames {
    /// What Hugging Face's sequence classifiers have in place of a language model's head, without
    /// "weight" and "bias".
    static let classifier = "score"
    /// The same in GGUF files.
    private static let ggufClassifier = "cls.output"

    /// The classifier's name in the checkpoint's format.
    static func classifier(of checkpoint: Checkpoint) -> String {
        checkpoint.source == .gguf ? ggufClassifier : classifier
    }

    /// A tensor that a layer has, or may have.
    package enum Role: Hashable, Sendable {
        case attentionNorm, query, key, value, output
        /// Query, key and value in one matrix.
        case queryKeyValue
        case queryNorm, keyNorm
        /// Of what attention gives.
        case attentionBranchNorm
        case feedForwardNorm, gate, up, down
        /// Gate and up in one matrix.
        case gateAndUp
        /// Of what the feed-forward gives.
        case feedForwardBranchNorm
        case router, expertGate, expertUp, expertDown
        /// All experts' matrices in one tensor.
        case allGates, allUps, allDowns, allGatesAndUps
    }

    let embedding: String
    let finalNorm: String
    let head: String
    private let layerPrefix: String
    private let roles: [Role: [String]]
    /// Roles whose tensors have no "weight" after their names.
    private var bare: Set<Role> = []

    /// The names that a layer's weight and bias may have in common.
    ///
    /// - Parameter expert: The number of the expert, for an expert's tensor.
    func stems(_ role: Role, layer: Int, expert: Int = 0) -> [String] {
        roles[role, default: []].map {
            "\(layerPrefix)\(layer)." + $0.replacing("{e}", with: "\(expert)")
        }
    }

    /// The full names that a layer's tensor may have; `kind` is "weight" or "bias".
    func candidates(_ role: Role, layer: Int, _ kind: String, expert: Int = 0) -> [String] {
        let stems = stems(role, layer: layer, expert: expert)
        return bare.contains(role) ? stems : stems.map { "\($0).\(kind)" }
    }

    /// Hugging Face's names.
    ///
    /// - Parameter hasBranchNorms: Gemma 2 has four norms in a layer, and another meaning for one of
    ///   the names.
    static func huggingFace(hasBranchNorms: Bool) -> WeightNames {
        var roles: [Role: [String]] = [
            .attentionNorm: ["input_layernorm"],
            .query: ["self_attn.q_proj"],
            .key: ["self_attn.k_proj"],
            .value: ["self_attn.v_proj"],
            .queryKeyValue: ["self_attn.qkv_proj"],
            .queryNorm: ["self_attn.q_norm"],
            .keyNorm: ["self_attn.k_norm"],
            .output: ["self_attn.o_proj"],
            .feedForwardNorm: ["post_attention_layernorm"],
            .gate: ["mlp.gate_proj"],
            .up: ["mlp.up_proj"],
            .gateAndUp: ["mlp.gate_up_proj"],
            .down: ["mlp.down_proj"],
            .router: ["block_sparse_moe.gate", "mlp.gate"],
            .expertGate: ["block_sparse_moe.experts.{e}.w1", "mlp.experts.{e}.gate_proj"],
            .expertUp: ["block_sparse_moe.experts.{e}.w3", "mlp.experts.{e}.up_proj"],
            .expertDown: ["block_sparse_moe.experts.{e}.w2", "mlp.experts.{e}.down_proj"],
            .allGatesAndUps: ["mlp.experts.gate_up_proj"],
            .allDowns: ["mlp.experts.down_proj"],
        ]
        if hasBranchNorms {
            roles[.attentionBranchNorm] = ["post_attention_layernorm"]
            roles[.feedForwardNorm] = ["pre_feedforward_layernorm"]
            roles[.feedForwardBranchNorm] = ["post_feedforward_layernorm"]
        }
        return WeightNames(
            embedding: "model.embed_tokens.weight",
            finalNorm: "model.norm",
            head: "lm_head.weight",
            layerPrefix: "model.layers.",
            roles: roles,
            bare: [.allGatesAndUps, .allDowns]
        )
    }

    /// GGUF's names, the same for all architectures.
    static let gguf = WeightNames(
        embedding: "token_embd.weight",
        finalNorm: "output_norm",
        head: "output.weight",
        layerPrefix: "blk.",
        roles: [
            .attentionNorm: ["attn_norm"],
            .query: ["attn_q"],
            .key: ["attn_k"],
            .value: ["attn_v"],
            .queryKeyValue: ["attn_qkv"],
            .queryNorm: ["attn_q_norm"],
            .keyNorm: ["attn_k_norm"],
            .output: ["attn_output"],
            .attentionBranchNorm: ["post_attention_norm"],
            .feedForwardNorm: ["ffn_norm"],
            .gate: ["ffn_gate"],
            .up: ["ffn_up"],
            .gateAndUp: ["ffn_up"],
            .down: ["ffn_down"],
            .feedForwardBranchNorm: ["post_ffw_norm"],
            .router: ["ffn_gate_inp"],
            .expertGate: ["ffn_gate.{e}"],
            .expertUp: ["ffn_up.{e}"],
            .expertDown: ["ffn_down.{e}"],
            .allGates: ["ffn_gate_exps"],
            .allUps: ["ffn_up_exps"],
            .allDowns: ["ffn_down_exps"],
            .allGatesAndUps: ["ffn_gate_up_exps"],
        ]
    )
}
