import Formatting
import Synchronization

/// Something the program does that may take a while; it is shown while it lasts.
///
/// On a terminal the newest activity is drawn over itself four times a second. Elsewhere standard
/// error gets a line about it whenever ten seconds have passed without a line. All that the program
/// prints meanwhile goes through ``withoutDrawing(isErrorLine:_:)``.
public final class Activity: Sendable {
    private let id: Int
    private let figures: FiguresBox

    /// Begins an activity that is shown as a label, its figures and its time.
    ///
    /// - Parameters:
    ///   - label: What is being done, such as "loading model 'small'".
    ///   - unit: What ``update(completed:total:)`` counts.
    public init(_ label: String, unit: ActivityFigures.Unit = .items) {
        let figures = FiguresBox(unit: unit)
        self.figures = figures
        let start = ContinuousClock.now
        let label = label.shownOnOneLine
        id = Display.standardError.begin(
            ActivityView(
                picture: { width, _ in
                    [figures.value.bar(label, seconds: seconds(since: start), width: width)]
                },
                line: { figures.value.line(label, seconds: seconds(since: start)) }))
    }

    /// Begins an activity that is shown in a way of its own.
    public init(showing view: ActivityView) {
        figures = FiguresBox(unit: .items)
        id = Display.standardError.begin(view)
    }

    deinit { end() }

    /// Sets how far the activity has come.
    /// - Parameter total: How much there is in all; nil if that is not known, or no more than
    ///   before.
    public func update(completed: Int, total: Int? = nil) {
        figures.set(completed: completed, total: total)
    }

    /// Ends the activity, whose picture goes or stays as its view says. A second call does nothing.
    public func end() { Display.standardError.end(id) }

    /// Runs `body`, which prints, while nothing is drawn on the terminal.
    ///
    /// - Parameters:
    ///   - isErrorLine: Whether a line for people is printed to standard error: the next line about
    ///     an activity is due ten seconds later.
    ///   - body: Must neither begin nor end an activity.
    public static func withoutDrawing(isErrorLine: Bool, _ body: () -> Void) {
        Display.standardError.pause(isErrorLine: isErrorLine, body)
    }
}

/// The figures of an activity, which others update while it is shown.
private final class FiguresBox: Sendable {
    private let figures: Mutex<ActivityFigures>

    init(unit: ActivityFigures.Unit) { figures = Mutex(ActivityFigures(unit: unit)) }

    var value: ActivityFigures { figures.withLock { $0 } }

    func set(completed: Int, total: Int?) {
        figures.withLock {
            $0.completed = completed
            $0.total = total ?? $0.total
        }
    }
}

private func seconds(since start: ContinuousClock.Instant) -> Double {
    let duration = ContinuousClock.now - start
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}
