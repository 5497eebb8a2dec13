import JSON

extension DatasetReader {
    /// Checks that a run of a document may write this dataset's folder.
    ///
    /// The dataset must be of a document with the same name and at least one stage in common: of the
    /// same name and kind, with a setting in common.
    /// - Throws: ``DatasetError/otherDocument(folder:found:expected:records:)``.
    public func checkOwner(_ document: DatasetDescription) throws(DatasetError) {
        guard !description.mayBeContinued(by: document) else { return }
        throw .otherDocument(
            folder: folder.path, found: description.pipeline, expected: document.pipeline,
            records: try count())
    }
}

extension DatasetDescription {
    /// Whether a run of another description may write over this dataset. A description without a
    /// name or stages tells nothing, and then it may.
    func mayBeContinued(by other: DatasetDescription) -> Bool {
        guard !pipeline.isEmpty, !other.pipeline.isEmpty else { return true }
        guard pipeline == other.pipeline else { return false }
        guard !stages.isEmpty, !other.stages.isEmpty else { return true }
        guard !Set(stages).isDisjoint(with: other.stages) else { return false }
        // Many documents have stages called "in" and "out", so what they do counts where it is known.
        guard !stageFacts.isEmpty, !other.stageFacts.isEmpty else { return true }
        return stageFacts.pairs.contains { name, facts in
            Self.isSameStage(facts["values"]?.object, other.stageFacts[name]?["values"]?.object)
        }
    }

    /// Whether two declarations are of one stage, perhaps with other settings. A stage without
    /// settings tells nothing.
    private static func isSameStage(_ one: JSONObject?, _ other: JSONObject?) -> Bool {
        guard let one, let other, one["type"] == other["type"] else { return false }
        return one.pairs.contains { key, value in
            key != "type" && key != "input" && other[key] == value
        }
    }
}
