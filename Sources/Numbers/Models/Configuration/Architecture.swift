/// A family of checkpoints: which names its configuration and tensors have, and what its
/// configuration leaves unsaid. The raw value is Hugging Face's `model_type`.
public enum Architecture: String, Sendable, Hashable, CaseIterable {
    case llama
    case mistral
    case mixtral
    case qwen2
    case qwen3
    case qwen3MoE = "qwen3_moe"
    case gemma
    case gemma2
    case phi3
    case nemotron

    /// The value of GGUF's `general.architecture`; Mistral and Mixtral are written as Llama.
    var ggufName: String {
        switch self {
        case .mistral, .mixtral: "llama"
        case .qwen3MoE: "qwen3moe"
        default: rawValue
        }
    }

    /// The architecture that GGUF calls `name`.
    init?(gguf name: String) {
        guard let found = Self.allCases.first(where: { $0.ggufName == name }) else { return nil }
        self = found
    }
}

/// What every model of an architecture has, whatever its configuration says.
struct Family {
    /// Which of a model's projections have biases.
    enum Biases {
        case none
        /// "attention_bias" decides for query, key, value and output.
        case configured
        case queryKeyValue
    }

    var norm = ModelConfiguration.Norm.rms(onePlus: false)
    /// Added before the root where the configuration does not say.
    var epsilon = 1e-6
    /// The head's width where the configuration does not say; `nil`: the heads share the whole
    /// width.
    var headDimension: Int?
    /// The rotary base where the configuration does not say.
    var rotaryBase = 10000.0
    /// The share of a head that is rotated where the configuration does not say.
    var rotaryShare = 1.0
    /// What scores and logits are capped at where the configuration does not say.
    var caps: (scores: Double, logits: Double)?
    var activation = ModelConfiguration.FeedForward.swiGLU
    var attentionBiases = Biases.none
    var hasQueryKeyNorm = false
    var hasBranchNorms = false
    /// Whether embeddings are multiplied by the root of their width.
    var scalesEmbeddings = false
    var tiesEmbeddings = false
    var hasExperts = false
    /// Whether GGUF files have neighbours as rotary pairs.
    var interleavesRotaryInGGUF = false
}

extension Architecture {
    /// The norm by which Hugging Face's checkpoints of the architecture store their gains.
    package var huggingFaceNorm: ModelConfiguration.Norm { family.norm }

    var family: Family {
        switch self {
        case .llama: Family(attentionBiases: .configured, interleavesRotaryInGGUF: true)
        case .mistral: Family(interleavesRotaryInGGUF: true)
        case .mixtral:
            Family(
                epsilon: 1e-5, rotaryBase: 1e6, hasExperts: true, interleavesRotaryInGGUF: true)
        case .qwen2: Family(attentionBiases: .queryKeyValue)
        case .qwen3:
            Family(headDimension: 128, attentionBiases: .configured, hasQueryKeyNorm: true)
        case .qwen3MoE:
            Family(attentionBiases: .configured, hasQueryKeyNorm: true, hasExperts: true)
        case .gemma:
            Family(
                norm: .rms(onePlus: true), headDimension: 256, activation: .geGLU,
                attentionBiases: .configured, scalesEmbeddings: true, tiesEmbeddings: true)
        case .gemma2:
            Family(
                norm: .rms(onePlus: true), headDimension: 256, caps: (50, 30),
                activation: .geGLU, attentionBiases: .configured, hasBranchNorms: true,
                scalesEmbeddings: true, tiesEmbeddings: true)
        case .phi3: Family(epsilon: 1e-5)
        case .nemotron:
            Family(
                norm: .layer(onePlus: true), epsilon: 1e-5, rotaryShare: 0.5,
                activation: .squaredReLU,
                attentionBiases: .configured)
        }
    }
}
