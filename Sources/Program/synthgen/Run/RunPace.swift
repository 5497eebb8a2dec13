import Datasets

/// The pace of a run over the newer half of its time, so that remembered work at its beginning,
/// which costs no time, does not count for ever.
struct RunPace: Sendable {
    private struct Point {
        let seconds: Double
        /// Records accepted, and those that wait for an earlier source record.
        let records: Int
        let tokens: Int
    }

    /// Seconds between two points at least.
    private static let step = 1.0
    /// Most points; then every other one goes.
    private static let capacity = 512

    private var points: [Point] = []

    /// A pace of what is known so far, oldest first.
    init(_ history: [RunPoint] = []) {
        for point in history {
            add(Point(seconds: point.seconds, records: point.accepted, tokens: point.tokens))
        }
    }

    /// Notes how far the run has come.
    mutating func add(_ snapshot: RunSnapshot) {
        add(
            Point(
                seconds: snapshot.seconds, records: snapshot.accepted + snapshot.waitingRecords,
                tokens: snapshot.tokens))
    }

    private mutating func add(_ point: Point) {
        if let last = points.last, point.seconds - last.seconds < Self.step { return }
        points.append(point)
        // The newest point before the half stays: the pace is measured from there.
        if let middle = points.lastIndex(where: { $0.seconds <= point.seconds / 2 }) {
            points.removeFirst(middle)
        }
        if points.count > Self.capacity {
            points = points.indices.filter { $0.isMultiple(of: 2) }.map { points[$0] }
        }
    }

    /// Tokens a second that models write; nil before there is a pace.
    func tokensPerSecond(at snapshot: RunSnapshot) -> Double? {
        guard let first = points.first, snapshot.seconds > first.seconds else { return nil }
        return max(0, Double(snapshot.tokens - first.tokens)) / (snapshot.seconds - first.seconds)
    }

    /// Seconds until the target is reached; nil without a target or a pace, and once enough records
    /// are there.
    func secondsLeft(at snapshot: RunSnapshot) -> Double? {
        let records = snapshot.accepted + snapshot.waitingRecords
        guard let target = snapshot.target, records < target, let first = points.first,
            snapshot.seconds > first.seconds, records > first.records
        else { return nil }
        let pace = Double(records - first.records) / (snapshot.seconds - first.seconds)
        return Double(target - records) / pace
    }
}
