/// Decides when a target is given up: after draws of the sources that brought nothing.
///
/// Draws are told apart in canonical order, so that a run gives up at the same source record whatever
/// its concurrency.
struct Patience {
    /// The first source records of the draws after the first.
    private var starts: [Int] = []
    private var ended = 0
    private var barrenDraws = 0
    private var barrenSince = (position: 0, accepted: 0)
    private(set) var isExhausted = false

    /// Whole draws without an accepted record that are enough to give up.
    private static let drawLimit = 3
    /// Source records in such draws that are enough, too.
    private static let sourceRecordLimit = 1_000

    /// Notes that the source record at `position` belongs to draw `draw`, counted from 0.
    mutating func admit(_ position: Int, draw: Int) {
        while starts.count < draw { starts.append(position) }
    }

    /// Called before the source record at `position` is committed, in order.
    mutating func reach(_ position: Int, accepted: Int) {
        while ended < starts.count, starts[ended] == position {
            ended += 1
            if accepted == barrenSince.accepted {
                barrenDraws += 1
            } else {
                barrenDraws = 0
                barrenSince = (position, accepted)
            }
            isExhausted =
                barrenDraws >= Self.drawLimit
                || (barrenDraws > 0 && position - barrenSince.position >= Self.sourceRecordLimit)
        }
    }
}
