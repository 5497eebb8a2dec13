/// A scatter plot.
struct ScatterPlot {
    struct Point {
        let x: Double
        let y: Double
        let title: String
    }

    /// The reference line.
    enum Reference {
        /// The line of equal coordinates.
        case diagonal(String)
        /// The line at x = 0, with labels for the sides before and after it.
        case vertical(before: String, behind: String)
    }

    let points: [Point]
    let reference: Reference
    let xLabel: String
    let yLabel: String
    let summary: String
    var xRange: ClosedRange<Double>?
    var width = 420.0
    var height = 300.0

    var html: HTML {
        guard !points.isEmpty else { return .nothing }
        let frame = PlotFrame(
            width: width, height: height, xLabel: xLabel, yLabel: yLabel, key: key,
            summary: summary)
        let x = frame.xScale(xRange ?? Self.range(points.map(\.x))).rounded(6)
        let y = frame.yScale(Self.range(points.map(\.y))).rounded(5)
        return frame.plot(
            x: x, y: y, yTicks: 5,
            HTML.list([referenceLine(frame, x, y), .list(points.map { dot($0, x, y) })]))
    }

    private var key: String {
        if case .diagonal(let name) = reference { "dotted: \(name)" } else { "" }
    }

    private static func range(_ values: [Double]) -> ClosedRange<Double> {
        (values.min() ?? 0)...(values.max() ?? 1)
    }

    private func dot(_ point: Point, _ x: Scale, _ y: Scale) -> HTML {
        tag(
            "circle",
            [
                "class": "dot", "r": "2.6",
                "cx": Numbers.coordinate(x(min(max(point.x, x.low), x.high))),
                "cy": Numbers.coordinate(y(point.y)),
            ]
        ) { tag("title", point.title) }
    }

    private func referenceLine(_ frame: PlotFrame, _ x: Scale, _ y: Scale) -> HTML {
        switch reference {
        case .diagonal:
            let (low, high) = (max(x.low, y.low), min(x.high, y.high))
            guard low < high else { return .nothing }
            return frame.line(x(low), y(low), x(high), y(high), "reference")
        case .vertical(let before, let behind):
            return .list([
                frame.line(x(0), frame.top - 12, x(0), frame.height - frame.bottom, "reference"),
                frame.label(x(0) - 6, frame.top - 6, before, anchor: "end"),
                frame.label(x(0) + 6, frame.top - 6, behind, anchor: "start"),
            ])
        }
    }
}
