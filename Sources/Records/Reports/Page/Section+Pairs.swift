extension DatasetReport {
    /// Rewards of chosen and rejected answers.
    var pairSection: Section? {
        guard let pairs else { return nil }
        let points = pairs.points.compactMap { point -> ScatterPlot.Point? in
            guard let chosen = point.chosen, let rejected = point.rejected else { return nil }
            return ScatterPlot.Point(
                x: rejected, y: chosen,
                title: "\(point.id): chosen \(Numbers.decimal(chosen)), rejected "
                    + "\(Numbers.decimal(rejected)), \(point.group)")
        }
        guard !points.isEmpty || pairs.margins.count > 0 else { return nil }
        return Section("pairs", "Pairs", title: "Chosen against rejected", lede: pairLede(pairs)) {
            Parts.grid {
                if !points.isEmpty { scatter(points, of: pairs.pointsOf) }
                if pairs.margins.count > 0 {
                    margins(pairs)
                    targets(pairs)
                }
            }
        }
    }

    private func pairLede(_ pairs: PairFigures) -> String {
        guard let margin = pairs.margins.mean, let target = pairs.targets.mean else { return "" }
        return
            "Chosen answers are worth \(Numbers.decimal(margin)) more on average. A reward-aware "
            + "loss with η = \(Numbers.decimal(pairs.eta, 1)) would aim at a probability of "
            + "\(Numbers.decimal(target)) on average."
    }

    private func scatter(_ points: [ScatterPlot.Point], of count: Int) -> HTML {
        Parts.figure(
            "Rewards of both answers",
            ScatterPlot(
                points: points, reference: .diagonal("equal"), xLabel: "reward of the rejected",
                yLabel: "reward of the chosen",
                summary: "Scatter of chosen against rejected rewards, \(points.count) pairs",
                width: 320, height: 250
            ).html, note: sampleNote(points.count, of: count))
    }

    private func margins(_ pairs: PairFigures) -> HTML {
        Parts.figure(
            "Margins",
            HistogramPlot(
                series: [.init(name: "pairs", style: "accent", figure: pairs.margins)],
                xLabel: "reward of chosen − rejected", yLabel: "pairs",
                summary: "Histogram of margins, mean "
                    + Numbers.decimal(pairs.margins.mean ?? 0),
                width: 320, height: 250
            ).html,
            note: "From \(Numbers.decimal(pairs.margins.minimum ?? 0)) "
                + "to \(Numbers.decimal(pairs.margins.maximum ?? 0)).")
    }

    private func targets(_ pairs: PairFigures) -> HTML {
        Parts.figure(
            "Target probabilities σ(η · margin)",
            HistogramPlot(
                series: [.init(name: "pairs", style: "accent", figure: pairs.targets)],
                xLabel: "σ(\(Numbers.decimal(pairs.eta, 1)) · margin)", yLabel: "pairs",
                summary: "Histogram of target probabilities, mean "
                    + Numbers.decimal(pairs.targets.mean ?? 0),
                width: 320, height: 250, range: 0.5...1
            ).html, note: "η and the weights of the reward are one joint choice.")
    }

    func sampleNote(_ shown: Int, of count: Int) -> String {
        shown < count ? "\(Numbers.count(shown)) of \(Numbers.count(count)), drawn by id." : ""
    }
}
