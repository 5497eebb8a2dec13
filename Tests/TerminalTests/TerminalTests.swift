import Testing

@testable import Terminal

@Suite struct `A table` {
    static let rows = [
        ["stage", "type", "made"], ["answers", "generate", "1,204"], ["out", "write", "9"],
        ["accepted 9 of 25"],
    ]

    @Test func `has text to the left and numbers to the right`() {
        #expect(
            tableLines(Self.rows, width: 80, height: 24) == [
                "stage    type       made", "answers  generate  1,204", "out      write         9",
                "accepted 9 of 25",
            ])
    }

    @Test(arguments: [1, 5, 20, 80], [4, 5, 24])
    func `never exceeds the window`(width: Int, height: Int) {
        let rows = [Self.rows[0]] + (0..<40).map { ["stage \($0)", "map", "\($0)"] } + [["foot"]]
        let lines = tableLines(rows, width: width, height: height)
        #expect(lines.count <= max(4, height - 1))
        #expect(lines.allSatisfy { $0.count < max(1, width) || $0.isEmpty })
        #expect(width < 10 || lines.last == "foot")
    }
}

@Suite struct `A progress bar` {
    @Test func `shows amount, pace and what is left`() {
        let line = barLine(
            label: "pulling x", completed: 50 << 20, total: 100 << 20, seconds: 5,
            countsBytes: true, width: 100)
        #expect(
            line
                == "pulling x ███████████████░░░░░░░░░░░░░░░ 50.0 MiB of 100.0 MiB, 10.0 MiB/s, 5.0 s left"
        )
    }

    @Test(arguments: [10, 30, 60, 200])
    func `fits the window`(width: Int) {
        let line = barLine(
            label: "pulling", completed: 5, total: nil, seconds: 1, countsBytes: false, width: width
        )
        #expect(line.count < width)
    }
}
