/// The stages and numbers along a record's way from its source record: canonical order within it.
struct RecordPath: Comparable, Sendable {
    private var steps: [UInt64] = []

    /// A longer path: `step` is the last way that the record took.
    func appending(step: UInt64) -> RecordPath {
        var longer = self
        longer.steps.append(step)
        return longer
    }

    static func < (left: RecordPath, right: RecordPath) -> Bool {
        left.steps.lexicographicallyPrecedes(right.steps)
    }
}
