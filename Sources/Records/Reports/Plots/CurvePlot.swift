/// Figures over the steps of a training, one or more in one frame.
struct CurvePlot {
    /// A curve with its style: "accent", "chosen" or "rejected".
    struct Series {
        let name: String
        let style: String
        let points: [(x: Double, y: Double)]
        /// Whether the points are few and are shown as dots too.
        var isDotted = false
    }

    let series: [Series]
    let yLabel: String
    var xLabel = "step"
    let summary: String
    /// Whether the axis begins at 0 or includes it.
    var includesZero = false
    /// Decimals of values that are shown under the pointer.
    var decimals = 4
    var width = 420.0
    var height = 230.0

    /// Points of a curve that are drawn; more are averaged, and the mean is drawn over them.
    private static let mostPoints = 240
    private static let smoothed = 40

    var html: HTML {
        let finite = series.map { entry in
            Series(
                name: entry.name, style: entry.style,
                points: Self.thinned(entry.points.filter { $0.x.isFinite && $0.y.isFinite }),
                isDotted: entry.isDotted)
        }
        let points = finite.flatMap(\.points)
        guard !points.isEmpty else { return .nothing }
        let frame = PlotFrame(
            width: width, height: height, xLabel: xLabel, yLabel: yLabel, summary: summary)
        let x = Scale(
            (points.map(\.x).min() ?? 0)...(points.map(\.x).max() ?? 1), from: frame.left,
            to: frame.width - frame.right, leastStep: 1)
        let values = points.map(\.y) + (includesZero ? [0] : [])
        let y = frame.yScale((values.min() ?? 0)...(values.max() ?? 1)).rounded(4)
        return frame.plot(
            x: x, y: y,
            HTML.list([
                .list(finite.map { curves($0, x, y) }),
                .list(tips(finite, frame, x)),
            ]))
    }

    private func curves(_ series: Series, _ x: Scale, _ y: Scale) -> HTML {
        let isNoisy = !series.isDotted && series.points.count > Self.smoothed
        return .list([
            path(
                series.points, isNoisy ? "curve faint \(series.style)" : "curve \(series.style)", x,
                y),
            isNoisy ? path(Self.smooth(series.points), "curve \(series.style)", x, y) : .nothing,
            series.isDotted || series.points.count == 1
                ? .list(
                    series.points.map { point in
                        tag(
                            "circle",
                            [
                                "class": "knot \(series.style)",
                                "cx": Numbers.coordinate(x(point.x)),
                                "cy": Numbers.coordinate(y(point.y)), "r": "3",
                            ])
                    }) : .nothing,
        ])
    }

    private func path(
        _ points: [(x: Double, y: Double)], _ style: String, _ x: Scale, _ y: Scale
    ) -> HTML {
        let path = points.enumerated().map { index, point in
            (index == 0 ? "M" : "L") + Numbers.coordinate(x(point.x)) + " "
                + Numbers.coordinate(y(point.y))
        }
        return tag("path", ["class": style, "d": path.joined()])
    }

    /// What is under the pointer, from the middle before a point to the one after it.
    private func tips(_ series: [Series], _ frame: PlotFrame, _ x: Scale) -> [HTML] {
        var texts: [Double: [String]] = [:]
        for entry in series {
            for point in entry.points {
                texts[point.x, default: []].append(
                    "\(entry.name) \(Numbers.decimal(point.y, decimals))")
            }
        }
        let places = texts.keys.sorted()
        return places.enumerated().map { index, place in
            let from = index == 0 ? place : (places[index - 1] + place) / 2
            let to = index == places.count - 1 ? place : (place + places[index + 1]) / 2
            return frame.rectangle(
                x: x(from), y: frame.top, width: x(to) - x(from),
                height: frame.height - frame.top - frame.bottom, "tip",
                title: "step \(Numbers.count(Int(place.rounded()))): "
                    + (texts[place] ?? []).joined(separator: ", "))
        }
    }

    /// Means of neighbours, so that a page of a long training stays small.
    static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        guard points.count > mostPoints else { return points }
        let step = (points.count + mostPoints - 1) / mostPoints
        return stride(from: 0, to: points.count, by: step).map { start in
            let part = points[start..<min(start + step, points.count)]
            return (
                x: part[part.endIndex - 1].x,
                y: part.reduce(0) { $0 + $1.y } / Double(part.count)
            )
        }
    }

    /// The moving mean over a tenth of the points, half before and half after each.
    private static func smooth(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        let half = max(1, points.count / 20)
        return points.indices.map { index in
            let part = points[max(0, index - half)...min(points.count - 1, index + half)]
            return (x: points[index].x, y: part.reduce(0) { $0 + $1.y } / Double(part.count))
        }
    }
}
