/// The shape of a decoder-only transformer and the options in which the families differ.
///
/// Read from a Hugging Face `config.json` or from a GGUF file's metadata.
public struct ModelConfiguration: Sendable, Hashable {
    /// A family of checkpoints: which names its configuration and tensors have.
    public enum Architecture: String, Sendable, Hashable, CaseIterable {
        case llama
        case qwen2
        case nemotron
    }

    /// How activations are normalised before attention and feed-forward.
    public enum Norm: Sendable, Hashable {
        /// Root-mean-square norm, no bias.
        case rms
        /// Mean and variance, with bias. `onePlus`: the stored weight is the gain minus one.
        case layer(onePlus: Bool)
    }

    /// What lies between the two matrices of the feed-forward.
    public enum FeedForward: Sendable, Hashable {
        /// silu(gate·x) · (up·x)
        case swiGLU
        /// max(up·x, 0)²
        case squaredReLU
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
    /// Width between the feed-forward's matrices.
    public var feedForwardSize: Int
    /// Positions that the model was made for.
    public var contextLength: Int
    /// How activations are normalised.
    public var norm: Norm
    /// Added to the mean square (or variance) before the root.
    public var epsilon: Float
    /// How queries and keys are turned to their positions.
    public var rotary: RotaryEmbedding
    /// The feed-forward's activation.
    public var feedForward: FeedForward
    /// Whether query, key and value projections have a bias.
    public var hasQueryKeyValueBias: Bool
    /// Whether attention's output projection has a bias.
    public var hasOutputBias: Bool
    /// Whether the feed-forward's projections have biases.
    public var hasFeedForwardBias: Bool
    /// Whether the output head is the embedding.
    public var tiesEmbeddings: Bool

    /// Width of all query heads.
    public var queryWidth: Int { headCount * headDimension }
    /// Width of all key (or value) heads.
    public var keyValueWidth: Int { keyValueHeadCount * headDimension }
}
