/// A column chart over ranges of a number, with an optional reference line.
struct ColumnPlot {
    struct Column {
        let start: Double
        let end: Double
        let value: Double
        let title: String
    }

    let columns: [Column]
    /// The value and the meaning of the reference line.
    var reference: (value: Double, name: String)?
    let xLabel: String
    let yLabel: String
    let summary: String
    var yRange: ClosedRange<Double>?
    var width = 420.0
    var height = 230.0
    var style = "accent"

    var html: HTML {
        guard let first = columns.first, let last = columns.last else { return .nothing }
        let frame = PlotFrame(
            width: width, height: height, xLabel: xLabel, yLabel: yLabel,
            key: reference.map { "dotted: \($0.name)" } ?? "", summary: summary)
        let x = frame.xScale(first.start...last.end)
        let most = columns.map(\.value).max() ?? 1
        let y = yRange.map(frame.yScale) ?? frame.countScale(most)
        return frame.plot(
            x: x, y: y,
            HTML.list([
                .list(columns.map { column($0, frame, x, y) }), referenceLine(frame, y),
            ]))
    }

    private func column(_ column: Column, _ frame: PlotFrame, _ x: Scale, _ y: Scale) -> HTML {
        let top = y(min(column.value, y.high))
        return frame.rectangle(
            x: x(column.start) + 1, y: top, width: x(column.end) - x(column.start) - 2,
            height: frame.height - frame.bottom - top, "column \(style)", title: column.title)
    }

    private func referenceLine(_ frame: PlotFrame, _ y: Scale) -> HTML {
        guard let reference else { return .nothing }
        return frame.line(
            frame.left, y(reference.value), frame.width - frame.right, y(reference.value),
            "reference")
    }
}
