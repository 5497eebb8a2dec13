/// Lines over time, one for each run.
struct LinePlot {
    struct Point {
        let x: Double
        let y: Double
        let title: String
    }

    let lines: [[Point]]
    let xLabel: String
    let yLabel: String
    let summary: String
    /// Whether a value holds for the whole interval before its point, as a rate does.
    var isStepped = false
    var width = 420.0
    var height = 230.0

    var html: HTML {
        let points = lines.flatMap(\.self)
        guard !points.isEmpty else { return .nothing }
        let frame = PlotFrame(
            width: width, height: height, xLabel: xLabel, yLabel: yLabel, summary: summary)
        let x = frame.xScale(0...(points.map(\.x).max() ?? 1))
        let y = frame.countScale(points.map(\.y).max() ?? 1)
        return frame.plot(
            x: x, y: y,
            HTML.list([
                .list(lines.map { path($0, x, y) }),
                .list(lines.dropFirst().compactMap(\.first).map { boundary($0, frame, x) }),
                .list(zip([0] + points.map(\.x), points).map { tip($0, $1, frame, x) }),
            ]))
    }

    private func path(_ points: [Point], _ x: Scale, _ y: Scale) -> HTML {
        var path = ""
        for (index, point) in points.enumerated() {
            let (across, up) = (Numbers.coordinate(x(point.x)), Numbers.coordinate(y(point.y)))
            if index == 0 {
                path = "M\(across) \(up)"
            } else {
                path += isStepped ? "V\(up)H\(across)" : "L\(across) \(up)"
            }
        }
        return tag("path", ["class": "curve accent", "d": path])
    }

    private func boundary(_ point: Point, _ frame: PlotFrame, _ x: Scale) -> HTML {
        frame.line(x(point.x), frame.top, x(point.x), frame.height - frame.bottom, "reference")
    }

    private func tip(_ before: Double, _ point: Point, _ frame: PlotFrame, _ x: Scale) -> HTML {
        frame.rectangle(
            x: x(before), y: frame.top, width: x(point.x) - x(before),
            height: frame.height - frame.bottom - frame.top, "tip", title: point.title)
    }
}
