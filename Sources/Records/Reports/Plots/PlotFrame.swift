/// The axes of a plot, in units of about a pixel, so that its text can be read on phones and wide
/// screens.
struct PlotFrame {
    let width: Double
    let height: Double
    let left = 44.0
    let right = 18.0
    let top = 26.0
    let bottom = 42.0
    var xLabel = ""
    var yLabel = ""
    /// The meaning of a dotted line.
    var key = ""
    /// A description for screen readers.
    let summary: String

    func xScale(_ values: ClosedRange<Double>) -> Scale {
        Scale(values, from: left, to: width - right)
    }

    func yScale(_ values: ClosedRange<Double>) -> Scale {
        Scale(values, from: height - bottom, to: top)
    }

    /// A vertical scale from 0 to a round number of at least `most`.
    func countScale(_ most: Double) -> Scale {
        Scale(0...max(1, most), from: height - bottom, to: top, leastStep: 1).rounded(4)
    }

    /// Draws the axes and grid around `marks`.
    func plot(x: Scale, y: Scale, xTicks: Int = 6, yTicks: Int = 4, _ marks: HTML) -> HTML {
        svg {
            for tick in y.ticks(yTicks) {
                line(left, y(tick.value), width - right, y(tick.value), "grid")
                label(left - 7, y(tick.value) + 4, tick.label, anchor: "end")
            }
            marks
            line(left, height - bottom, width - right, height - bottom, "axis")
            for tick in x.ticks(xTicks) {
                line(x(tick.value), height - bottom, x(tick.value), height - bottom + 5, "axis")
                label(x(tick.value), height - bottom + 18, tick.label, anchor: "middle")
            }
            label(0, 13, yLabel, anchor: "start")
            label(width - right, 13, key, anchor: "end")
            label(width - right, height - 6, xLabel, anchor: "end")
        }
    }

    func svg(@HTMLBuilder _ content: () -> HTML) -> HTML {
        tag(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": "plot", "role": "img",
                "viewBox": "0 0 \(Numbers.coordinate(width)) \(Numbers.coordinate(height))",
                "aria-label": summary,
            ], content)
    }

    func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ name: String
    ) -> HTML {
        tag(
            "line",
            [
                "class": name, "x1": Numbers.coordinate(x1), "y1": Numbers.coordinate(y1),
                "x2": Numbers.coordinate(x2), "y2": Numbers.coordinate(y2),
            ])
    }

    func label(_ x: Double, _ y: Double, _ text: String, anchor: String) -> HTML {
        text.isEmpty
            ? .nothing
            : tag(
                "text",
                ["x": Numbers.coordinate(x), "y": Numbers.coordinate(y), "text-anchor": anchor],
                text)
    }

    func rectangle(
        x: Double, y: Double, width: Double, height: Double, _ name: String, title: String
    ) -> HTML {
        tag(
            "rect",
            [
                "class": name, "x": Numbers.coordinate(x), "y": Numbers.coordinate(y),
                "width": Numbers.coordinate(max(0, width)),
                "height": Numbers.coordinate(max(0, height)),
            ]
        ) {
            if !title.isEmpty { tag("title", title) }
        }
    }
}
