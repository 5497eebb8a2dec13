/// Says which source record is opened next, and whether one may be opened now.
///
/// Source records are opened in canonical order without gaps. The gates rely on that: a source record
/// waits at a gate only for earlier ones, all of which are open already, so that one can always go on.
struct Admission {
    private var sequence: SourceRecordSequence
    private var releases: HoldRelease
    private let window: Int
    private let target: Int?
    /// Source records that are being worked on or wait to be committed: what bounds memory.
    private(set) var open = 0
    /// Accepted records and committed source records when a record was accepted last.
    private var lastGain = (accepted: 0, committed: 0)

    /// - Parameters:
    ///   - window: Most source records open at once.
    ///   - target: Records wanted; nil where all source records are needed.
    init(
        _ sequence: SourceRecordSequence, _ releases: HoldRelease, window: Int, target: Int?
    ) {
        self.sequence = sequence
        self.releases = releases
        self.window = window
        self.target = target
    }

    /// How many times every source has been read to its end.
    var finishedDraws: Int { sequence.finishedDraws }

    /// Opens the next source record; nil while as many as allowed are open, and where none is left.
    mutating func next(accepted: Int, committed: Int) throws -> SourceRecord? {
        guard open < limit(accepted: accepted, committed: committed),
            let sourceRecord = try sequence.next()
                ?? releases.next(after: &sequence, isBusy: open > 0)
        else { return nil }
        open += 1
        return sourceRecord
    }

    /// Notes that so many source records have been committed.
    mutating func close(_ count: Int) { open -= count }

    /// How many source records may be open now: as many as the rest of the target needs at the yield
    /// so far, one at least and the window at most.
    ///
    /// One source record is expected to give one record until it is known better. Where the last
    /// ones brought nothing, one more than these may be open for each record that is missing, so
    /// that what becomes rare, such as a quota's last value, soon fills the window. For one missing
    /// record, less than twice as many source records are opened as it takes.
    ///
    /// This decides when work is done, never what comes of it: a source record that was opened in
    /// vain is not committed, and one that was not opened in time is opened later.
    private mutating func limit(accepted: Int, committed: Int) -> Int {
        guard let target else { return window }
        if accepted > lastGain.accepted { lastGain = (accepted, committed) }
        var yield = Double(accepted + 1) / Double(committed + 1)
        let barren = committed - lastGain.committed
        if barren > 0 { yield = min(yield, 1 / Double(barren + 1)) }
        let needed = (Double(target - accepted) / yield).rounded(.up)
        return min(window, max(1, Int(min(needed, 1e9))))
    }
}
