public import Checkpoints
import JSON

/// A checkpoint's configuration in either format, with its options that are not implemented.
struct CheckpointConfiguration {
    let checkpoint: Checkpoint
    let reader: ConfigurationReader
    /// What the format's configuration calls the architecture.
    let architecture: String

    /// - Parameter config: Used instead of the checkpoint's own `config.json`.
    /// - Throws: ``ModelError/noConfiguration(path:)``.
    init(_ checkpoint: Checkpoint, config: JSON? = nil) throws {
        let metadata = checkpoint.ggufMetadata.map(JSON.object)
        guard let values = metadata ?? config ?? checkpoint.config else {
            throw ModelError.noConfiguration(path: checkpoint.path)
        }
        self.checkpoint = checkpoint
        reader = ConfigurationReader(path: checkpoint.path, values: values)
        let key = checkpoint.ggufMetadata == nil ? "model_type" : "general.architecture"
        architecture = try reader.text(key) ?? ""
    }

    /// Options that are on and that are not implemented.
    func refusedOptions() -> [ModelError] {
        guard checkpoint.ggufMetadata != nil else {
            return reader.refusedQuantisation() + reader.refusedOptions(OptionRule.huggingFace)
        }
        var reader = reader
        reader.prefix = architecture + "."
        return reader.refusedOptions(OptionRule.gguf)
    }

    /// The configuration, whatever ``refusedOptions()`` says.
    func read() throws -> ModelConfiguration {
        guard checkpoint.ggufMetadata == nil else {
            return try ModelConfiguration(reader, gguf: checkpoint)
        }
        var configuration = try ModelConfiguration(reader)
        let head = WeightNames.huggingFace(hasBranchNorms: false).head
        // What is not said is told by the tensors.
        if checkpoint.tensors[head] == nil, !reader.has("tie_word_embeddings") || isClassifier {
            configuration.tiesEmbeddings = true
        }
        return configuration
    }

    /// Whether the checkpoint is a sequence classifier, which needs no language model's head.
    private var isClassifier: Bool {
        checkpoint.tensors[WeightNames.classifier(of: checkpoint) + ".weight"] != nil
    }

    /// Whether the checkpoint predicts tokens: a classifier without a language model's head rates
    /// texts and writes none.
    var predictsTokens: Bool {
        let head = WeightNames.huggingFace(hasBranchNorms: false).head
        let names = [head, WeightNames.gguf.head]
        return !isClassifier || names.contains { checkpoint.tensors[$0] != nil }
    }

    /// Keys that no reader has asked for so far and that may change what the model computes.
    func unreadKeys() -> [String] {
        guard let object = reader.values.object else { return [] }
        let keys = object.pairs.flatMap { key, value in
            guard ["rope_parameters", "rope_scaling"].contains(key) else { return [key] }
            return value.object?.pairs.map { "\(key).\($0.0)" } ?? []
        }.filter { !reader.log.keys.contains($0) }
        let harmless = Self.harmless
        guard checkpoint.ggufMetadata != nil else { return keys.filter { !harmless.contains($0) } }
        let prefix = architecture + "."
        return keys.filter {
            $0.hasPrefix(prefix) && !harmless.contains(String($0.dropFirst(prefix.count)))
        }
    }

    /// Keys that say how a model was trained or is to be used, not what it computes.
    private static let harmless: Set<String> = [
        "_name_or_path", "architectures", "attention_dropout", "auto_map", "bos_token_id",
        "cache_implementation", "dtype", "embd_pdrop", "eos_token_id", "hidden_dropout",
        "id2label", "initializer_range", "intermediate_size", "label2id",
        "num_labels", "original_max_position_embeddings",
        "output_router_logits", "pad_token_id", "problem_type",
        "pretraining_tp", "resid_pdrop", "router_aux_loss_coef",
        "router_jitter_noise", "sliding_window", "torch_dtype",
        "transformers_version", "unk_token_id", "use_cache",
        "rope.scaling.finetuned", "vocab_size",
    ]
}

extension ModelConfiguration {
    /// The shape and the options of a checkpoint, whose weights are not looked at.
    ///
    /// - Throws: ``ModelError`` that names what is missing or not supported.
    public init(checkpoint: Checkpoint) throws {
        self = try CheckpointConfiguration(checkpoint).read()
    }
}
