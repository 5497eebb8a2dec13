import Datasets
import JSON

/// The speed at which a dataset was made, by run and over time.
public struct PerformanceFigures: Encodable, Equatable {
    /// One run.
    struct Run: Encodable, Equatable {
        let number: Int
        let started: String
        let status: String
        /// The machine, in words.
        let host: String
        let seconds: Double?
        let tokens: Double?
        let callsMade: Double?
        let callsRemembered: Double?
    }

    /// Figures of one interval of a run.
    struct Interval: Encodable, Equatable {
        let run: Int
        /// Seconds of work before the interval, earlier runs included.
        let start: Double
        let end: Double
        let tokensPerSecond: Double
        /// Records accepted at the end of the interval.
        let accepted: Int
    }

    let runs: [Run]
    let intervals: [Interval]

    private static let intervalsARun = 48
    private static let runLimit = 200

    init(_ survey: DatasetSurvey) {
        runs = survey.runs.suffix(Self.runLimit).map(Run.init)
        var intervals: [Interval] = []
        var before = 0.0
        for number in Set(survey.history.map(\.run)).sorted().suffix(Self.runLimit) {
            let points = survey.history.filter { $0.run == number && $0.seconds.isFinite }
            intervals += Self.intervals(points, after: before)
            before = intervals.last?.end ?? before
        }
        self.intervals = intervals
    }

    /// Equal intervals of one run, with tokens interpolated linearly between points.
    private static func intervals(_ points: [RunPoint], after before: Double) -> [Interval] {
        guard points.count > 1, let first = points.first, let last = points.last else { return [] }
        let span = last.seconds - first.seconds
        let count = min(intervalsARun, points.count - 1)
        guard span > 0, span < 1e9 else { return [] }
        var index = 0
        var tokensBefore = Double(first.tokens)
        return (1...count).map { number in
            let end = first.seconds + span * Double(number) / Double(count)
            while index < points.count - 2, points[index + 1].seconds < end { index += 1 }
            let (left, right) = (points[index], points[index + 1])
            let gap = right.seconds - left.seconds
            let share = gap > 0 ? min(1, max(0, (end - left.seconds) / gap)) : 1
            let tokens = Double(left.tokens) + share * Double(right.tokens - left.tokens)
            defer { tokensBefore = tokens }
            return Interval(
                run: left.run, start: before + end - span / Double(count), end: before + end,
                tokensPerSecond: max(0, tokens - tokensBefore) / (span / Double(count)),
                accepted: share >= 1 ? right.accepted : left.accepted)
        }
    }
}

extension PerformanceFigures.Run {
    init(_ facts: RunFacts) {
        number = facts.number
        started = facts.started.clipped(to: 40)
        status = facts.status.clipped(to: 40)
        host = facts.host.pairs.prefix(12).map { "\($0) \($1.string ?? $1.text)" }
            .joined(separator: ", ").clipped(to: 200)
        seconds = facts.performance["seconds"]
        tokens = facts.performance["tokensGenerated"]
        callsMade = facts.performance["callsMade"]
        callsRemembered = facts.performance["callsRemembered"]
    }
}
