import Testing

@testable import Terminal

@Suite struct `A bar` {
    @Test func `shows amount, pace and what is left`() {
        let figures = ActivityFigures(unit: .bytes, completed: 50 << 20, total: 100 << 20)
        #expect(
            figures.bar("pulling x", seconds: 5, width: 100)
                == "pulling x ███████████████░░░░░░░░░░░░░░░ 50.0 MiB of 100.0 MiB, 10.0 MiB/s, 5.0 s left"
        )
        #expect(
            figures.line("pulling x", seconds: 5)
                == "pulling x: 50.0 MiB of 100.0 MiB, 10.0 MiB/s, 5.0 s left")
    }

    @Test func `of an activity without figures says how long it lasts`() {
        let figures = ActivityFigures(unit: .items)
        #expect(figures.bar("checking out", seconds: 12, width: 80) == "checking out  12 s")
        #expect(figures.line("checking out", seconds: 12) == "checking out: 12 s")
    }

    @Test(arguments: [1, 10, 30, 60, 200], [nil, 9])
    func `fits the window`(width: Int, total: Int?) {
        let figures = ActivityFigures(unit: .items, completed: 5, total: total)
        #expect(figures.bar("pulling", seconds: 1, width: width).count < width)
    }

    @Test(arguments: [-1, 0, 3, 10, 11])
    func `has as many cells as asked for`(completed: Int) {
        let bar = barCells(completed, of: 10, width: 20)
        #expect(bar.count == 20)
        #expect(bar.count { $0 == "█" } == min(20, max(0, 2 * completed)))
    }
}

@Suite struct `What is shown of activities` {
    private static let line = ActivityView(picture: { _, _ in [] }, line: { "" })
    private static let table = ActivityView(isKept: true, picture: { _, _ in [] }, line: { "" })
    private static let report = ActivityView {}

    private enum Due { case nothing, drawing, line, report }

    private func due(_ step: DisplayState.Step) -> Due {
        switch step {
        case .nothing: .nothing
        case .draw: .drawing
        case .tell(.line): .line
        case .tell(.report): .report
        }
    }

    @Test func `without a terminal is a line after ten seconds, and then every ten`() {
        var state = DisplayState()
        _ = state.begin(Self.line, at: 100)
        let lines = (0...45).filter {
            due(state.look(at: 100 + Double($0), onTerminal: false)) == .line
        }
        #expect(lines == [10, 20, 30, 40])
    }

    @Test func `comes ten seconds after any other line`() {
        var state = DisplayState()
        _ = state.begin(Self.line, at: 0)
        state.noteLine(at: 7)
        #expect(due(state.look(at: 16, onTerminal: false)) == .nothing)
        #expect(due(state.look(at: 17, onTerminal: false)) == .line)
    }

    @Test func `leaves no gap where one activity follows another`() {
        var state = DisplayState()
        _ = state.begin(Self.line, at: 0)
        let loading = state.begin(Self.line, at: 6)
        #expect(due(state.end(loading, onTerminal: false)) == .nothing)
        _ = state.begin(Self.table, at: 9)
        #expect(due(state.look(at: 10, onTerminal: false)) == .line)
    }

    @Test func `on a terminal is drawn unless it ends at once, a table from the beginning`() {
        var state = DisplayState()
        _ = state.begin(Self.line, at: 0)
        #expect(due(state.look(at: 0.25, onTerminal: true)) == .nothing)
        #expect(due(state.look(at: 0.5, onTerminal: true)) == .drawing)
        _ = state.begin(Self.table, at: 1)
        #expect(due(state.look(at: 1, onTerminal: true)) == .drawing)
    }

    @Test func `is the newest that has not ended`() {
        var state = DisplayState()
        let first = state.begin(Self.table, at: 0)
        let second = state.begin(.nothing, at: 1)
        #expect(due(state.look(at: 60, onTerminal: true)) == .nothing)
        #expect(due(state.look(at: 60, onTerminal: false)) == .nothing)
        _ = state.end(second, onTerminal: true)
        #expect(due(state.look(at: 61, onTerminal: true)) == .drawing)
        _ = state.end(first, onTerminal: true)
        #expect(state.isEmpty && due(state.look(at: 99, onTerminal: true)) == .nothing)
    }

    @Test func `at the end is the last picture of a table, and of a report its last state`() {
        var state = DisplayState()
        let table = state.begin(Self.table, at: 0)
        #expect(due(state.end(table, onTerminal: true)) == .drawing)
        #expect(due(state.end(table, onTerminal: true)) == .nothing, "it has ended")
        let quiet = state.begin(Self.table, at: 0)
        #expect(due(state.end(quiet, onTerminal: false)) == .nothing)
        for onTerminal in [true, false] {
            let report = state.begin(Self.report, at: 0)
            #expect(due(state.end(report, onTerminal: onTerminal)) == .report)
        }
        let line = state.begin(Self.line, at: 0)
        #expect(due(state.end(line, onTerminal: true)) == .nothing)
    }

    @Test func `of a report is told every ten seconds, on a terminal too`() {
        var state = DisplayState()
        _ = state.begin(Self.report, at: 0)
        #expect(due(state.look(at: 9, onTerminal: true)) == .nothing)
        #expect(due(state.look(at: 10, onTerminal: true)) == .report)
    }
}
