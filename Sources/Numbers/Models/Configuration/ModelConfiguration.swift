/// The shape of a decoder-only transformer and the options in which the families differ.
///
/// Read from a Hugging Face `config.json` or from a GGUF file's metadata.
public struct ModelConfiguration: Sendable, Hashable {
    /// How activations are normalised before attention and feed-forward.
    public enum Norm: Sendable, Hashable {
        /// Root-mean-square norm, no bias. `onePlus`: the stored weight is the gain minus one.
        case rms(onePlus: Bool)
        /// Mean and variance, with bias. `onePlus`: the stored weight is the gain minus one.
        case layer(onePlus: Bool)
    }

    /// The feed-forward's activation, between its two matrices.
    public enum FeedForward: String, Sendable, Hashable {
        /// silu(gate·x) · (up·x)
        case swiGLU
        /// gelu(gate·x) · (up·x), gelu by its tanh formula
        case geGLU
        /// max(up·x, 0)²
        case squaredReLU

        /// Whether there is a gate beside up.
        public var isGated: Bool { self != .squaredReLU }
    }

    /// Scale, cap and windows of attention.
    public struct Attention: Sendable, Hashable {
        /// Factor for the product of query and key.
        public var scale: Float
        /// Soft cap of scores: `cap·tanh(score / cap)`.
        public var softCap: Float?
        /// For each layer, how many positions a token sees, itself included; `nil`: all before it.
        public var windows: [Int?]
    }

    /// Mixture of experts: a router picks some feed-forwards per token.
    public struct Experts: Sendable, Hashable {
        /// All experts of a layer.
        public var count: Int
        /// Experts that each token is sent to.
        public var used: Int
        /// Whether the weights of the chosen ones are made to sum to one.
        public var normalisesWeights: Bool
    }

    /// The family.
    public var architecture: Architecture
    /// Number of token ids.
    public var vocabularySize: Int
    /// Width of the residual stream.
    public var hiddenSize: Int
    /// Number of layers.
    public var layerCount: Int
    /// Query heads.
    public var headCount: Int
    /// Key and value heads; each serves `headCount / keyValueHeadCount` query heads.
    public var keyValueHeadCount: Int
    /// Width of one head.
    public var headDimension: Int
    /// Width between the feed-forward's matrices; of one expert, where there are experts.
    public var feedForwardSize: Int
    /// Context length that the model was trained for.
    public var contextLength: Int
    /// How activations are normalised.
    public var norm: Norm
    /// Added to the mean square (or variance) before the root.
    public var epsilon: Float
    /// How queries and keys are rotated to their positions.
    public var rotary: RotaryEmbedding
    /// Scale, caps and windows of attention.
    public var attention: Attention
    /// The feed-forward's activation.
    public var feedForward: FeedForward
    /// The experts, where the feed-forward is a mixture.
    public var experts: Experts?
    /// Whether query, key and value projections have a bias.
    public var hasQueryKeyValueBias: Bool
    /// Whether attention's output projection has a bias.
    public var hasOutputBias: Bool
    /// Whether the feed-forward's projections have biases.
    public var hasFeedForwardBias: Bool
    /// Whether each query and key head is normalised before it is rotated.
    public var hasQueryKeyNorm: Bool
    /// Whether what attention and feed-forward give is normalised before it is added.
    public var hasBranchNorms: Bool
    /// Whether the output head is the embedding.
    public var tiesEmbeddings: Bool
    /// Factor for embeddings.
    public var embeddingScale: Float
    /// Soft cap of logits: `cap·tanh(logit / cap)`.
    public var logitSoftCap: Float?

    /// Width of all query heads.
    public var queryWidth: Int { headCount * headDimension }
    /// Width of all key (or value) heads.
    public var keyValueWidth: Int { keyValueHeadCount * headDimension }
    /// Width of what a dense feed-forward expands a row to, gate and up or up alone; 0 with experts.
    package var expandedWidth: Int {
        guard experts == nil else { return 0 }
        return feedForward.isGated ? 2 * feedForwardSize : feedForwardSize
    }
}
