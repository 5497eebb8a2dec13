extension DatasetReader {
    /// Checks that a run of a document may write this dataset's folder.
    ///
    /// The dataset must be of a document with the same name and at least one stage in common.
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
        return stages.isEmpty || other.stages.isEmpty
            || !Set(stages).isDisjoint(with: other.stages)
    }
}
