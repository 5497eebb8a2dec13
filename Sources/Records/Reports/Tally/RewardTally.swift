import Datasets

/// Histograms of rewards by attribute and side.
struct RewardTally {
    private var histograms: [String: [Side: Histogram]] = [:]

    /// The most attribute names counted; more are a sign that the names are no attributes.
    private static let nameLimit = 16

    mutating func add(_ answer: RecordView.Answer) {
        for (name, value) in answer.rewards {
            guard histograms[name] != nil || histograms.count < Self.nameLimit else { continue }
            histograms[name, default: [:]][answer.side, default: Histogram()].add(value)
        }
    }

    /// The figures: the reward first, then the attributes in the order of HelpSteer2, then others
    /// by name.
    var figures: [AttributeFigure] {
        histograms.map { name, sides in
            AttributeFigure(name: name, sides: sides.mapValues(HistogramFigure.init))
        }
        .sorted { AttributeFigure.order($0.name) < AttributeFigure.order($1.name) }
    }
}

/// The histograms of one attribute.
public struct AttributeFigure: Encodable, Equatable {
    let name: String
    let sides: [Side: HistogramFigure]

    private static let known = ["reward"] + AttributesByField.knownNames

    static func order(_ name: String) -> (Int, String) {
        (known.firstIndex(of: name) ?? known.count, name)
    }
}

/// A histogram in encodable form.
public struct HistogramFigure: Encodable, Equatable {
    /// The count of numbers from `start` to the next bin.
    struct Bin: Encodable, Equatable {
        let start: Double
        let count: Int
    }

    let count: Int
    let mean: Double?
    let minimum: Double?
    let maximum: Double?
    let binWidth: Double
    let bins: [Bin]

    init(_ histogram: Histogram) {
        count = histogram.count
        mean = histogram.mean
        minimum = histogram.count == 0 ? nil : histogram.minimum
        maximum = histogram.count == 0 ? nil : histogram.maximum
        binWidth = histogram.binWidth
        bins = histogram.rows.map { Bin(start: $0.start, count: $0.count) }
    }

    /// The counts in wider bins, by bin index; the wider width is a power of two times
    /// ``binWidth``.
    func counts(binWidth wider: Double) -> [Int: Int] {
        var counts: [Int: Int] = [:]
        for bin in bins where bin.count > 0 {
            // The middle, because a rounding error at an edge would choose the next bin.
            let middle = bin.start + binWidth / 2
            counts[Int((middle / wider).rounded(.down)), default: 0] += bin.count
        }
        return counts
    }
}
