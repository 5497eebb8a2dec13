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

    /// Committed source records from which their yield is estimated.
    private static let enoughForYield = 8

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

    /// How many source records may be open now: the window, or less where fewer are likely to be
    /// enough. This decides when work is done, never what comes of it: a source record that was opened
    /// in vain is not committed, and one that was not opened in time is opened later.
    private func limit(accepted: Int, committed: Int) -> Int {
        guard let target, committed >= Self.enoughForYield else { return window }
        let yield = max(Double(accepted) / Double(committed), 0.02)
        let needed = (Double(target - accepted) / yield * 1.3).rounded(.up) + 2
        return min(window, Int(min(needed, 1e9)))
    }
}
