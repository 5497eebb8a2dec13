/// The stages and numbers from a source record to a descendant; sorts in canonical order.
struct RecordPath: Comparable, Sendable {
    private var steps: [UInt64] = []

    /// Returns this path with one more step.
    func appending(step: UInt64) -> RecordPath {
        var longer = self
        longer.steps.append(step)
        return longer
    }

    static func < (left: RecordPath, right: RecordPath) -> Bool {
        left.steps.lexicographicallyPrecedes(right.steps)
    }
}
