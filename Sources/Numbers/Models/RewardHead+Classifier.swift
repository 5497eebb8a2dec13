public import Checkpoints
import JSON

extension RewardHead {
    /// The head of a sequence classifier (`LlamaForSequenceClassification` and its like): its
    /// `score.weight`, or `cls.output.weight` of a GGUF file; nil if the checkpoint has none.
    ///
    /// - Throws: ``ModelError`` if the labels are not as many as the head's outputs.
    public init?(checkpoint: Checkpoint) throws {
        try self.init(CheckpointConfiguration(checkpoint))
    }

    init?(_ source: CheckpointConfiguration) throws {
        let checkpoint = source.checkpoint
        let stem = WeightNames.classifier(of: checkpoint)
        guard let weight = checkpoint.tensors[stem + ".weight"] else { return nil }
        let padding = source.reader.value("pad_token_id")?.integer.flatMap(Int32.init(exactly:))
        try self.init(
            weight, bias: checkpoint.tensors[stem + ".bias"],
            attributes: try source.labels(count: weight.shape.first ?? 0),
            reading: .lastToken(padding: checkpoint.source == .gguf ? nil : padding))
    }
}

extension CheckpointConfiguration {
    /// The names of a classifier's outputs; nil if the configuration has none of its own.
    ///
    /// - Throws: ``ModelError/badValue(path:key:found:expected:)`` for another number of names.
    fileprivate func labels(count: Int) throws -> [String]? {
        guard checkpoint.ggufMetadata == nil else {
            let key = architecture + ".classifier.output_labels"
            return try checked(reader.value(key)?.array?.compactMap(\.string), key, count)
        }
        let key = "id2label"
        let byNumber = reader.value(key)?.object?.pairs.compactMap { number, label in
            Int(number).flatMap { number in label.string.map { (number, $0) } }
        }
        return try checked(byNumber?.sorted { $0.0 < $1.0 }.map(\.1), key, count)
    }

    private func checked(_ names: [String]?, _ key: String, _ count: Int) throws -> [String]? {
        // "LABEL_0" is what a configuration says that names nothing.
        guard let names, !names.allSatisfy({ $0.hasPrefix("LABEL_") }) else { return nil }
        guard names.count == count, Set(names).count == count else {
            throw ModelError.badValue(
                path: checkpoint.path, key: key, found: "\(names.count) names",
                expected: "\(count) different names, one for each output of the head")
        }
        return names
    }
}
