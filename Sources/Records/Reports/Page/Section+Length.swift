extension DatasetReport {
    /// The lengths of texts, and how often the longer answer is chosen.
    var lengthSection: Section? {
        guard !lengths.isEmpty else { return nil }
        return Section("length", "Length", title: "Length", lede: lengthLede) {
            Parts.grid("halves") {
                if let pairs, !pairs.points.isEmpty {
                    lengthScatter(pairs)
                    if !pairs.longerByMargin.isEmpty { longerShare(pairs) }
                }
                lengthHistogram("Length of answers", ["chosen", "rejected", "response", "answer"])
                lengthHistogram("Length of prompts", ["prompt", "user turn"])
            }
            lengthTable
        }
    }

    private var lengthLede: String {
        guard let pairs, let share = pairs.longerChosenShare,
            let difference = pairs.meanLengthDifference
        else { return "" }
        let longer = difference >= 0 ? "longer" : "shorter"
        var text =
            "The longer answer is the chosen one in \(Numbers.percent(share)) of pairs; half would be "
            + "unbiased. Chosen answers are \(Numbers.decimal(abs(difference), 0)) characters "
            + "\(longer) on average."
        if let correlation = pairs.lengthCorrelation {
            text += " Length and reward differences correlate with \(Numbers.decimal(correlation))."
        }
        return text
    }

    private func lengthScatter(_ pairs: PairFigures) -> HTML {
        let sizes = pairs.points.map { Double(abs($0.lengthDifference)) }.sorted()
        // The axis covers 98 % of the points: a few very long answers would squeeze all others onto
        // the line.
        let limit = max(1, sizes[min(sizes.count - 1, sizes.count * 98 / 100)])
        let outside = sizes.count { $0 > limit }
        let points = pairs.points.map { point in
            ScatterPlot.Point(
                x: min(max(Double(point.lengthDifference), -limit), limit), y: point.margin,
                title: "\(point.id): \(Numbers.count(point.lengthDifference)) characters, margin "
                    + Numbers.decimal(point.margin))
        }
        let note = [
            sampleNote(points.count, of: pairs.pointsOf),
            outside > 0 ? "\(Numbers.count(outside)) beyond the axis are drawn at its ends." : "",
        ]
        return Parts.figure(
            "Length difference and margin",
            ScatterPlot(
                points: points, reference: .vertical(before: "← shorter", behind: "longer →"),
                xLabel: "characters by which the chosen is longer", yLabel: "margin",
                summary: "Scatter of margins over length differences, \(points.count) pairs",
                xRange: -limit...limit, height: 260
            ).html, note: note.filter { !$0.isEmpty }.joined(separator: " "))
    }

    private func longerShare(_ pairs: PairFigures) -> HTML {
        Parts.figure(
            "Share of longer chosen answers by margin",
            ColumnPlot(
                columns: pairs.longerByMargin.map { bin in
                    ColumnPlot.Column(
                        start: bin.start, end: bin.end, value: bin.share * 100,
                        title: "margin \(Numbers.decimal(bin.start)) to "
                            + "\(Numbers.decimal(bin.end)): \(Numbers.count(bin.longer)) of "
                            + "\(Numbers.count(bin.count)), \(Numbers.percent(bin.share))")
                },
                reference: (50, "unbiased"), xLabel: "margin", yLabel: "% longer",
                summary: "Share of pairs whose chosen answer is the longer one, by margin",
                yRange: 0...100, height: 260
            ).html, note: "Pairs of equally long answers are left out.")
    }

    private func lengthHistogram(_ title: String, _ parts: [String]) -> HTML {
        let series = lengths.filter { parts.contains($0.part) && $0.characters.count > 0 }
        guard !series.isEmpty else { return .nothing }
        return Parts.figure(
            title,
            HistogramPlot(
                series: series.map {
                    .init(
                        name: $0.part, style: Side(rawValue: $0.part)?.rawValue ?? "accent",
                        figure: $0.characters)
                },
                xLabel: "characters", yLabel: "texts", summary: "\(title), a histogram"
            ).html)
    }

    private var lengthTable: HTML {
        DataTable(
            name: "Lengths",
            heads: ["part", "texts", "words, mean", "characters, mean", "shortest", "longest"],
            rows: lengths.map { length in
                [
                    .text(length.part), .count(length.characters.count),
                    .decimal(length.words.mean, 0), .decimal(length.characters.mean, 0),
                    .count(Int(length.characters.minimum ?? 0)),
                    .count(Int(length.characters.maximum ?? 0)),
                ]
            }
        ).html
    }
}
