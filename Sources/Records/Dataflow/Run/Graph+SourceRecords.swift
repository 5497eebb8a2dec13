extension Graph {
    /// Returns how many source records the sources give when they are read once; counts no further
    /// than `limit`.
    ///
    /// - Parameter seed: The run's seed.
    /// - Throws: An error of a source that cannot be read to there.
    public func sourceRecordCount(upTo limit: Int, seed: UInt64) throws -> Int {
        var sequence = SourceRecordSequence(graph: self, drawLimit: 1, seed: seed)
        var count = 0
        while count < limit, try sequence.next() != nil { count += 1 }
        return count
    }
}
