import Datasets
import Foundation

/// Counts margins and length differences of preference pairs.
struct PairTally {
    private var points = DigestSample<PairPoint>(size: 500)
    private var lengths = Correlation()
    private var longer = Histogram()
    private var shorter = Histogram()

    mutating func add(_ view: RecordView, _ answers: [RecordView.Answer], group: String) {
        guard answers.count == 2 else { return }
        let (chosen, rejected) = (answers[0], answers[1])
        let difference = chosen.text.unicodeScalars.count - rejected.text.unicodeScalars.count
        var margin = view.record["margin"]?.double
        if margin == nil, let better = chosen.reward, let worse = rejected.reward {
            margin = better - worse
        }
        guard let margin, margin.magnitude < 1e15 else { return }
        lengths.add(Double(difference), margin)
        if difference > 0 { longer.add(margin) }
        if difference < 0 { shorter.add(margin) }
        points.offer(
            digest(view.id),
            PairPoint(
                id: view.id.clipped(to: 40), group: group, chosen: chosen.reward,
                rejected: rejected.reward, margin: margin, lengthDifference: difference))
    }

    /// The figures; `nil` if there are no pairs.
    func figure(_ statistics: DatasetStatistics) -> PairFigures? {
        guard let pairs = statistics.pairs else { return nil }
        return PairFigures(
            count: pairs.count, eta: pairs.eta, margins: HistogramFigure(pairs.margins),
            targets: HistogramFigure(pairs.targets), points: points.elements,
            pointsOf: points.offered, longerChosenShare: pairs.longerChosenShare,
            equallyLong: pairs.equallyLong, meanLengthDifference: pairs.meanLengthDifference,
            lengthCorrelation: lengths.coefficient, longerByMargin: longerByMargin)
    }

    /// The share of longer chosen answers by margin, in at most eight bins.
    private var longerByMargin: [ShareBin] {
        let (longer, shorter) = (HistogramFigure(longer), HistogramFigure(shorter))
        var width = max(longer.binWidth, shorter.binWidth)
        var bins = Set<Int>()
        while true {
            bins = Set(longer.counts(binWidth: width).keys)
                .union(shorter.counts(binWidth: width).keys)
            guard let low = bins.min(), let high = bins.max(), high - low >= 8 else {
                break
            }
            // Doubled, so that the bins of both histograms still fit into the wider ones.
            width *= 2
        }
        let (up, down) = (longer.counts(binWidth: width), shorter.counts(binWidth: width))
        return bins.sorted().map { bin in
            ShareBin(
                start: Double(bin) * width, end: Double(bin + 1) * width, longer: up[bin] ?? 0,
                count: (up[bin] ?? 0) + (down[bin] ?? 0))
        }
    }
}

/// Figures about chosen and rejected answers.
public struct PairFigures: Encodable, Equatable {
    let count: Int
    /// The factor η of ``targets``.
    let eta: Double
    /// Reward of the chosen minus reward of the rejected answer.
    let margins: HistogramFigure
    /// σ(η · margin).
    let targets: HistogramFigure
    /// A sample of the pairs.
    let points: [PairPoint]
    /// The number of pairs that the sample was drawn from.
    let pointsOf: Int
    /// The share of pairs, ties left out, whose chosen answer is the longer one.
    let longerChosenShare: Double?
    let equallyLong: Int
    /// The mean of chosen minus rejected length, in characters.
    let meanLengthDifference: Double?
    /// The correlation of length difference and margin, each pair counted both ways round.
    let lengthCorrelation: Double?
    let longerByMargin: [ShareBin]
}

/// One pair in a sample.
struct PairPoint: Encodable, Equatable {
    let id: String
    let group: String
    let chosen: Double?
    let rejected: Double?
    let margin: Double
    /// The chosen answer's length minus the rejected one's, in characters.
    let lengthDifference: Int
}

/// The pairs with margins in a range, and those of them with a longer chosen answer.
struct ShareBin: Encodable, Equatable {
    let start: Double
    let end: Double
    let longer: Int
    let count: Int

    var share: Double { count == 0 ? 0 : Double(longer) / Double(count) }
}
