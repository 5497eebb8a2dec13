import Datasets
import Testing

@testable import Reports

@Suite struct PlotTests {
    @Test(
        arguments: [
            (0...10, ["0", "2", "4", "6", "8", "10"]),
            (0.5...1, ["0.5", "0.6", "0.7", "0.8", "0.9", "1.0"]),
            (-1500...1500, ["\u{2212}1000", "0", "1000"]),
            (0...1_000_000, ["0", "0.2M", "0.4M", "0.6M", "0.8M", "1.0M"]),
            (0...5_000_000, ["0", "1M", "2M", "3M", "4M", "5M"]),
        ] as [(ClosedRange<Double>, [String])]
    )
    func `ticks are round numbers within the range`(
        range: ClosedRange<Double>, labels: [String]
    ) {
        #expect(Scale(range, from: 0, to: 100).ticks(5).map(\.label) == labels)
    }

    @Test func `counts have no ticks between whole numbers`() {
        let frame = PlotFrame(width: 100, height: 100, summary: "")
        #expect(frame.countScale(2).ticks(4).map(\.label) == ["0", "1", "2"])
        #expect(frame.countScale(0).ticks(4).map(\.label) == ["0", "1"])
    }

    @Test(arguments: [0.0...0, 1e-300...1e-300, -1e14...1e14, 5...5.0000000001])
    func `an awkward range has a scale and finite places`(range: ClosedRange<Double>) {
        let scale = Scale(range, from: 0, to: 100).rounded()
        #expect(scale(range.lowerBound).isFinite && scale(range.upperBound).isFinite)
        #expect(scale.ticks().count < 100)
    }

    @Test func `a histogram's bins can be made wider, and nothing is lost`() {
        var histogram = Histogram(binWidth: 0.25)
        for value in [-0.3, 0, 0.1, 0.3, 0.6, 1.2, 1.3] { histogram.add(value) }
        let figure = HistogramFigure(histogram)
        #expect(figure.counts(binWidth: 0.25) == [-2: 1, 0: 2, 1: 1, 2: 1, 4: 1, 5: 1])
        #expect(figure.counts(binWidth: 1) == [-1: 1, 0: 4, 1: 2])
    }

    @Test func `a plot of nothing is nothing`() {
        var page = ""
        HistogramPlot(series: [], xLabel: "", yLabel: "", summary: "").html.write(to: &page)
        ScatterPlot(points: [], reference: .diagonal(""), xLabel: "", yLabel: "", summary: "")
            .html.write(to: &page)
        ColumnPlot(columns: [], xLabel: "", yLabel: "", summary: "").html.write(to: &page)
        LinePlot(lines: [], xLabel: "", yLabel: "", summary: "").html.write(to: &page)
        #expect(page.isEmpty)
    }
}
