/// The activities at a time, and what of them is shown when. Times are seconds of any clock.
struct DisplayState: Sendable {
    /// What is to be done now.
    enum Step: Sendable {
        case nothing
        case draw(ActivityView)
        case tell(ActivityView.Telling)
    }

    private struct Entry {
        let id: Int
        let view: ActivityView
        let begun: Double
    }

    /// Seconds of silence after which a line is due.
    static let silence = 10.0
    /// Seconds that an activity lasts before it is drawn, unless it stays in view.
    static let delay = 0.5

    /// Lines drawn on the terminal, above the cursor.
    var drawnLines = 0
    /// Whether ``look(at:onTerminal:)`` is called again.
    var isWatched = false
    private var entries: [Entry] = []
    private var lastLine = 0.0
    private var ids = 0

    /// Whether nothing is going on.
    var isEmpty: Bool { entries.isEmpty }

    /// Begins an activity, which is shown instead of those before it until it ends.
    /// - Returns: Its id.
    mutating func begin(_ view: ActivityView, at now: Double) -> Int {
        if entries.isEmpty { lastLine = now }
        ids += 1
        entries.append(Entry(id: ids, view: view, begun: now))
        return ids
    }

    /// Ends an activity.
    /// - Returns: What is due at its end: its last picture or report, if these stay.
    mutating func end(_ id: Int, onTerminal: Bool) -> Step {
        guard let index = entries.lastIndex(where: { $0.id == id }) else { return .nothing }
        let view = entries.remove(at: index).view
        guard view.isKept else { return .nothing }
        if view.picture != nil { return onTerminal ? .draw(view) : .nothing }
        return view.tell.map { .tell($0) } ?? .nothing
    }

    /// Returns what is due now.
    mutating func look(at now: Double, onTerminal: Bool) -> Step {
        guard let newest = entries.last else { return .nothing }
        if onTerminal, newest.view.picture != nil {
            let isDue = newest.view.isKept || now - newest.begun >= Self.delay
            return isDue ? .draw(newest.view) : .nothing
        }
        guard let tell = newest.view.tell, now - lastLine >= Self.silence else { return .nothing }
        lastLine = now
        return .tell(tell)
    }

    /// Notes that a line was printed for other reasons.
    mutating func noteLine(at now: Double) { lastLine = now }
}
