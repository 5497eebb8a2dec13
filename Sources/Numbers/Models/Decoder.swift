public import Checkpoints
public import Foundation
public import JSON

/// A decoder-only language model: configuration and weights, both immutable.
///
/// ```swift
/// let model = try Decoder(url: URL(filePath: "smollm2-135m-instruct.gguf"))
/// ```
public final class Decoder: Sendable {
    /// Shape and options.
    public let configuration: ModelConfiguration
    /// The tensor files' path, for messages.
    public let path: String
    /// A content hash of weights, configuration and arithmetic, 32 hexadecimal digits: the same
    /// however the tensors are spread over files, different if one bit of one differs.
    public let fingerprint: String

    /// How the matrices are multiplied.
    public let arithmetic: Arithmetic
    /// The head of a sequence classifier; nil for a language model.
    public let classifier: RewardHead?
    /// Whether the model predicts tokens; false for a classifier without a language model's head.
    public let predictsTokens: Bool

    package let weights: DecoderWeights
    /// The files that the weights lie in.
    package let checkpoint: Checkpoint

    /// Opens a GGUF file, or a folder in Hugging Face's layout.
    ///
    /// - Throws: `TensorError` if files are missing or damaged, ``ModelError`` if they are not a
    ///   model that synthgen can run.
    public convenience init(url: URL, arithmetic: Arithmetic = .native) throws {
        try self.init(Checkpoint(url: url), arithmetic: arithmetic)
    }

    /// Opens a model with the adapter in a folder of PEFT's form; no adapter if that is nil.
    ///
    /// - Throws: As ``init(url:arithmetic:)``, and ``ModelError`` for an adapter that is not one of
    ///   this model or has options that are not supported.
    public convenience init(
        url: URL, adapter: URL?, form: AdapterForm, arithmetic: Arithmetic = .native
    ) throws {
        let read = try adapter.map { try LoRAAdapter(folder: $0) }
        try self.init(
            Checkpoint(url: url), arithmetic: arithmetic,
            applying: read.map { AppliedAdapter(adapter: $0, form: form) })
    }

    /// Checks a checkpoint's configuration and tensors and packs its weights.
    ///
    /// - Parameter config: Used instead of the checkpoint's own `config.json`.
    public convenience init(
        _ checkpoint: Checkpoint,
        config: JSON? = nil,
        arithmetic: Arithmetic = .native
    ) throws {
        try self.init(checkpoint, config: config, arithmetic: arithmetic, applying: nil)
    }

    private init(
        _ checkpoint: Checkpoint, config: JSON? = nil, arithmetic: Arithmetic,
        applying adapter: AppliedAdapter?
    ) throws {
        self.arithmetic = arithmetic
        self.checkpoint = checkpoint
        path = checkpoint.path
        let source = try CheckpointConfiguration(checkpoint, config: config)
        if let refused = source.refusedOptions().first { throw refused }
        configuration = try source.read()
        weights = try DecoderWeights(checkpoint, configuration, adapter)
        classifier = try RewardHead(source)
        try classifier?.check(fits: configuration, path: checkpoint.path)
        predictsTokens = source.predictsTokens
        let base = Fingerprint.of(checkpoint, config: config ?? checkpoint.config, arithmetic)
        fingerprint = adapter?.fingerprint(of: base) ?? base
    }
}
