import Formatting
import Synchronization

/// A progress bar on standard error; without a terminal, a line for each tenth.
public final class ProgressBar: Sendable {
    private struct State {
        var completed = 0
        var total: Int?
        var shownTenth = 0
        var isDrawn = false
        var lastDrawn: ContinuousClock.Instant?
    }

    private let label: String
    private let start = ContinuousClock.now
    private let isInteractive = TerminalWindow.isInteractive
    private let countsBytes: Bool
    private let state = Mutex(State())

    /// A bar that counts bytes, or items if `countsBytes` is false.
    public init(label: String, countsBytes: Bool = true) {
        self.label = label.shownOnOneLine
        self.countsBytes = countsBytes
    }

    /// Sets the progress; the bar is drawn at most ten times a second.
    public func update(completed: Int, total: Int?) {
        state.withLock { state in
            state.completed = completed
            state.total = total ?? state.total
            isInteractive ? draw(&state) : tell(&state)
        }
    }

    /// Writes a line above the bar.
    public func note(_ text: String) {
        state.withLock { state in
            TerminalWindow.write((state.isDrawn ? "\r\u{1B}[K" : "") + text.shown + "\n")
            state.isDrawn = false
        }
    }

    /// Draws the bar a last time and moves to the line below it.
    public func finish() {
        state.withLock { state in
            guard state.isDrawn else { return }
            // Without this the last state would not be drawn if the one before is recent.
            state.lastDrawn = nil
            draw(&state)
            TerminalWindow.write("\n")
            state.isDrawn = false
        }
    }

    private func draw(_ state: inout State) {
        let now = ContinuousClock.now
        if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
        state.lastDrawn = now
        state.isDrawn = true
        let line = barLine(
            label: label, completed: state.completed, total: state.total,
            seconds: seconds(now - start), countsBytes: countsBytes, width: TerminalWindow.columns)
        TerminalWindow.write("\r\u{1B}[K" + line)
    }

    private func tell(_ state: inout State) {
        guard let total = state.total, total > 0 else { return }
        let tenth = state.completed * 10 / total
        guard tenth > state.shownTenth else { return }
        state.shownTenth = tenth
        TerminalWindow.write("\(label): \(tenth * 10) %\n")
    }
}

/// The text of a bar that fits `width` columns.
func barLine(
    label: String, completed: Int, total: Int?, seconds: Double, countsBytes: Bool, width: Int
) -> String {
    func amount(_ number: Int) -> String {
        countsBytes ? Format.bytes(number) : Format.count(number)
    }
    var facts = total.map { "\(amount(completed)) of \(amount($0))" } ?? amount(completed)
    if seconds > 0.5, completed > 0 {
        let pace = Double(completed) / seconds
        facts += ", \(amount(Int(pace)))/s"
        if let total, completed < total {
            facts += ", \(Format.duration(Double(total - completed) / pace)) left"
        }
    }
    let room = width - label.count - facts.count - 5
    guard let total, total > 0, room >= 10 else {
        return String("\(label)  \(facts)".prefix(max(0, width - 1)))
    }
    let cells = min(room, 30)
    let full = min(cells, completed * cells / total)
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
    return "\(label) \(bar) \(facts)"
}

private func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}
