/// What gathering stages made of the records that they held, stage after stage.
///
/// A stage begins when everything before it is committed, because only then has it seen all that can
/// reach it: a source record that is still at work, or the outcome of an earlier gathering stage, may
/// yet arrive.
struct HoldRelease {
    private let holds: [(node: NodeID, hold: any RecordHold)]
    private var current = 0
    /// Whether the current stage has begun. From then on its outcomes are followed side by side: none
    /// of them can lead back to it.
    private var isOpen = false

    init(holds: [(node: NodeID, hold: any RecordHold)]) { self.holds = holds }

    /// The next outcome of those stages; nil while an earlier one is at work, and at the end.
    mutating func next(
        after sequence: inout SourceRecordSequence, isBusy: Bool
    ) throws -> SourceRecord? {
        while current < holds.count, isOpen || !isBusy {
            isOpen = true
            if let outcomes = try holds[current].hold.next() {
                return sequence.next(of: holds[current].node, outcomes)
            }
            isOpen = false
            current += 1
        }
        return nil
    }
}
