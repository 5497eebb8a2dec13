import Dispatch
import Formatting
import Synchronization

/// Shows the newest activity on standard error: the only thing that draws there.
final class Display: Sendable {
    static let standardError = Display()

    private let isTerminal = TerminalWindow.isInteractive
    private let start = ContinuousClock.now
    private let state = Mutex(DisplayState())
    private let queue = DispatchQueue(label: "synthgen.display", qos: .userInitiated)

    func begin(_ view: ActivityView) -> Int {
        let now = now
        let (id, isFirst) = state.withLock { state in
            let isFirst = !state.isWatched
            state.isWatched = true
            if view.picture == nil { erase(&state) }
            return (state.begin(view, at: now), isFirst)
        }
        if isFirst { lookLater() }
        return id
    }

    func end(_ id: Int) {
        state.withLock { state in
            let step = state.end(id, onTerminal: isTerminal)
            perform(step, &state)
            // A last picture stays; of any other nothing does. The next look draws what goes on.
            if case .draw = step { state.drawnLines = 0 } else { erase(&state) }
        }
    }

    func pause(isErrorLine: Bool, _ body: () -> Void) {
        let now = now
        state.withLock { state in
            erase(&state)
            body()
            if isErrorLine { state.noteLine(at: now) }
        }
    }

    private var now: Double {
        let duration = ContinuousClock.now - start
        return Double(duration.components.seconds)
            + Double(duration.components.attoseconds) * 1e-18
    }

    private func lookLater() {
        queue.asyncAfter(deadline: .now() + .milliseconds(250)) { [self] in look() }
    }

    private func look() {
        let now = now
        let goesOn = state.withLock { state in
            perform(state.look(at: now, onTerminal: isTerminal), &state)
            state.isWatched = !state.isEmpty
            return state.isWatched
        }
        if goesOn { lookLater() }
    }

    private func perform(_ step: DisplayState.Step, _ state: inout DisplayState) {
        switch step {
        case .nothing: break
        case .draw(let view): draw(view, &state)
        case .tell(.line(let line)): TerminalWindow.write(line().shownOnOneLine + "\n")
        case .tell(.report(let report)): report()
        }
    }

    // ESC[nA moves up n lines, ESC[K clears the rest of a line, ESC[J of the screen.

    private func draw(_ view: ActivityView, _ state: inout DisplayState) {
        guard let picture = view.picture else { return }
        let (width, height) = (TerminalWindow.columns, TerminalWindow.rows)
        // A line that wraps, or one too many, would shift what the next drawing goes over.
        let lines = picture(width, height).prefix(max(1, height - 1))
            .map { String($0.shownOnOneLine.prefix(max(0, width - 1))) }
        var drawing = state.drawnLines > 0 ? "\u{1B}[\(state.drawnLines)A" : ""
        for line in lines { drawing += "\r\u{1B}[K\(line)\n" }
        TerminalWindow.write(drawing + "\u{1B}[J")
        state.drawnLines = lines.count
    }

    private func erase(_ state: inout DisplayState) {
        guard state.drawnLines > 0 else { return }
        TerminalWindow.write("\u{1B}[\(state.drawnLines)A\r\u{1B}[J")
        state.drawnLines = 0
    }
}
