/// One or two histograms over the same axis, drawn as steps.
///
/// The second outline is dashed, so that the two differ without color.
struct HistogramPlot {
    /// A histogram with its name in tooltips and its CSS class for colors.
    struct Series {
        let name: String
        let style: String
        let figure: HistogramFigure
    }

    let series: [Series]
    let xLabel: String
    let yLabel: String
    let summary: String
    var width = 420.0
    var height = 230.0
    /// The range that the axis must include; the data's own range if nil.
    var range: ClosedRange<Double>?
    /// The least bin width, so that small groups are drawn like large ones.
    var leastBinWidth = 0.0

    var html: HTML {
        let binWidth = commonBinWidth
        let counts = series.map { $0.figure.counts(binWidth: binWidth) }
        let bins = Set(counts.flatMap(\.keys))
        guard let low = bins.min(), let high = bins.max() else { return .nothing }
        let start = min(range?.lowerBound ?? .infinity, Double(low) * binWidth)
        let end = max(range?.upperBound ?? -.infinity, Double(high + 1) * binWidth)
        let frame = PlotFrame(
            width: width, height: height, xLabel: xLabel, yLabel: yLabel, summary: summary)
        let most = counts.flatMap(\.values).max() ?? 1
        let (x, y) = (frame.xScale(start...end), frame.countScale(Double(most)))
        return frame.plot(
            x: x, y: y, xTicks: width < 360 ? 5 : 7,
            HTML.list([
                .list(zip(series, counts).map { steps($0, $1, low...high, binWidth, x, y) }),
                .list(series.map { mean($0, frame, x) }),
                .list((low...high).map { tip($0, binWidth, counts, frame, x) }),
            ]))
    }

    /// The narrowest bin width that draws all series in at most forty-eight bins.
    private var commonBinWidth: Double {
        var width = max(leastBinWidth, series.map(\.figure.binWidth).max() ?? 1)
        let low = series.compactMap(\.figure.minimum).min() ?? 0
        let high = series.compactMap(\.figure.maximum).max() ?? 0
        while high - low > 48 * width { width *= 2 }
        return width
    }

    private func steps(
        _ series: Series, _ counts: [Int: Int], _ bins: ClosedRange<Int>, _ binWidth: Double,
        _ x: Scale, _ y: Scale
    ) -> HTML {
        var path =
            "M\(Numbers.coordinate(x(Double(bins.lowerBound) * binWidth))) \(Numbers.coordinate(y(0)))"
        for bin in bins {
            path += "V\(Numbers.coordinate(y(Double(counts[bin] ?? 0))))"
            path += "H\(Numbers.coordinate(x(Double(bin + 1) * binWidth)))"
        }
        path += "V\(Numbers.coordinate(y(0)))Z"
        return tag("path", ["class": "area \(series.style)", "d": path])
    }

    private func mean(_ series: Series, _ frame: PlotFrame, _ x: Scale) -> HTML {
        guard let mean = series.figure.mean else { return .nothing }
        let across = x(min(max(mean, x.low), x.high))
        return frame.line(
            across, frame.top, across, frame.height - frame.bottom, "mean \(series.style)")
    }

    /// An invisible column over a bin whose tooltip gives the counts.
    private func tip(
        _ bin: Int, _ binWidth: Double, _ counts: [[Int: Int]], _ frame: PlotFrame, _ x: Scale
    ) -> HTML {
        let (start, end) = (Double(bin) * binWidth, Double(bin + 1) * binWidth)
        let parts = zip(series, counts).map { series, counts in
            "\(Numbers.count(counts[bin] ?? 0)) \(series.name)"
        }
        return frame.rectangle(
            x: x(start), y: frame.top, width: x(end) - x(start),
            height: frame.height - frame.bottom - frame.top, "tip",
            title:
                "\(Numbers.tick(start, step: binWidth)) to \(Numbers.tick(end, step: binWidth)): "
                + parts.joined(separator: ", "))
    }
}
