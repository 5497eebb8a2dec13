import Checkpoints
import Compute
import Foundation
import Hashing
import JSON
import Models

/// A small decoder of odd sizes with random weights, one for each family of models.
package struct RandomModel: Sendable {
    /// An option that only some families have.
    enum Trait: Sendable {
        case queryKeyValueBias, headNorms, branchNorms, experts, ungated, layerNorm, tied
        /// The stored gain of norms is the gain minus one.
        case gainsMinusOne
    }

    /// The family.
    package let name: String
    let traits: Set<Trait>
    var hidden = 72
    var heads = 6
    var keyHeads = 2
    var headDimension = 24
    var inner = 100
    var vocabulary = 203
    /// Further keys of the family's `config.json`.
    let options: JSONObject

    var layers = 2
    static let expertCount = 5

    /// One model of each family.
    package static let all: [RandomModel] = [
        RandomModel(
            name: "llama", traits: [], options: ["hidden_act": "silu", "rms_norm_eps": 1e-5]),
        RandomModel(
            name: "qwen2", traits: [.queryKeyValueBias, .tied], hidden: 96, headDimension: 16,
            options: ["hidden_act": "silu", "rms_norm_eps": 1e-6]),
        RandomModel(
            name: "qwen3", traits: [.headNorms], heads: 4, keyHeads: 4, headDimension: 64,
            options: ["hidden_act": "silu", "rms_norm_eps": 1e-6, "attention_bias": false]),
        RandomModel(
            name: "gemma2", traits: [.branchNorms, .tied, .gainsMinusOne], headDimension: 40,
            options: [
                "hidden_activation": "gelu_pytorch_tanh", "rms_norm_eps": 1e-6,
                "query_pre_attn_scalar": 40, "sliding_window": 16,
                "attn_logit_softcapping": 4.0, "final_logit_softcapping": 8.0,
                "layer_types": ["sliding_attention", "full_attention"],
            ]),
        RandomModel(
            name: "nemotron", traits: [.layerNorm, .ungated, .gainsMinusOne],
            options: [
                "hidden_act": "relu2", "norm_eps": 1e-5,
                "rope_parameters": [
                    "rope_type": "default", "rope_theta": 10000.0, "partial_rotary_factor": 0.5,
                ],
            ]),
        RandomModel(
            name: "mixtral", traits: [.experts],
            options: [
                "hidden_act": "silu", "rms_norm_eps": 1e-5, "num_local_experts": 5,
                "num_experts_per_tok": 2, "sliding_window": 20,
            ]),
    ]

    /// Returns the model with weights from `seed`; its file in `folder` must stay while it is used.
    func decoder(
        seed: UInt64, in folder: URL, arithmetic: Arithmetic = .float32
    ) throws -> Decoder {
        var random = SplitMix64(seed: seed)
        var writer = SafetensorsWriter()
        for (name, shape) in tensors {
            let isNorm = name.contains("norm")
            let centre: Float = isNorm && !name.hasSuffix("bias") && !isShifted ? 1 : 0
            let isEmbedding = name.contains("embed")
            let embeddingScale: Float = traits.contains(.tied) ? 0.2 : 0.5
            let scale =
                isNorm || name.hasSuffix("bias")
                ? 0.2 : isEmbedding ? embeddingScale : 1.5 / Float(shape.last ?? 1).squareRoot()
            let count = shape.reduce(1, *)
            writer.add(
                name, shape: shape,
                floats: random.bf16(count, scale: scale, around: centre), as: .bf16)
        }
        let file = folder.appending(path: "\(name).safetensors")
        try writer.write(to: file)
        return try Decoder(Checkpoint(url: file), config: config, arithmetic: arithmetic)
    }

    private var isShifted: Bool { traits.contains(.gainsMinusOne) }

    private var config: JSON {
        let common: JSONObject = [
            "model_type": .string(name), "vocab_size": .integer(vocabulary),
            "hidden_size": .integer(hidden), "num_hidden_layers": .integer(layers),
            "num_attention_heads": .integer(heads), "num_key_value_heads": .integer(keyHeads),
            "head_dim": .integer(headDimension), "intermediate_size": .integer(inner),
            "max_position_embeddings": 256, "tie_word_embeddings": .bool(traits.contains(.tied)),
            "rope_parameters": ["rope_type": "default", "rope_theta": 10000.0],
        ]
        return .object(common.merging(options))
    }
}
