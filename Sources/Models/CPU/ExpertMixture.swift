import Foundation

/// A layer's experts on the processor.
struct CPUExperts {
    let router: Projection
    /// For each expert, gate and up side by side.
    let expand: [Projection]
    let contract: [Projection]
}

/// Where a step's rows are sorted by the experts that they are sent to: memory of a step.
///
/// A row takes a *place* with each of its experts; the places of one expert follow each other, in the
/// order of rows, so that its matrices are applied to all of them at once. Each expert's places begin
/// with a tile of their own.
final class ExpertMixture {
    let options: ModelConfiguration.Experts
    let activation: ModelConfiguration.FeedForward
    /// The router's outputs, then each expert's share of the row.
    let shares: RowBuffer
    let gathered: OperandBuffer
    let expanded: RowBuffer
    let activated: OperandBuffer
    let contracted: RowBuffer

    /// The row at each place; `nil` at those that only fill a tile.
    private(set) var rows: [Int?]
    /// The places that each expert has.
    private(set) var places: [Range<Int>]
    /// Places in use, with those that only fill tiles.
    private(set) var extent = 0
    /// For each row, its experts in the order of their numbers, `options.used` of them.
    private(set) var chosen: [Int]
    /// For each row, its places with those experts.
    private(set) var placesOfRow: [Int]
    /// How many rows each expert has.
    private var counts: [Int]

    init(
        _ weights: ExpertWeights, _ shape: ModelConfiguration, rows: Int,
        _ rounding: ActivationRounding
    ) {
        options = weights.options
        activation = weights.activation
        let pairs = rows * options.used
        let count = pairs + options.count * OperandRows.perTile
        let (hidden, inner) = (shape.hiddenSize, shape.feedForwardSize)
        shares = RowBuffer(rows: rows, width: options.count)
        gathered = OperandBuffer(rows: count, width: hidden, rounding)
        expanded = RowBuffer(rows: count, width: 2 * inner)
        activated = OperandBuffer(rows: count, width: inner, rounding)
        contracted = RowBuffer(rows: count, width: hidden)
        self.rows = Array(repeating: nil, count: count)
        places = Array(repeating: 0..<0, count: options.count)
        chosen = Array(repeating: 0, count: pairs)
        placesOfRow = Array(repeating: 0, count: pairs)
        counts = Array(repeating: 0, count: options.count)
    }

    /// Chooses each row's experts by the router's outputs in ``shares``, makes these the experts'
    /// shares, and gives out the places.
    func route(_ count: Int) {
        for row in 0..<count { choose(row) }
        for expert in counts.indices { counts[expert] = 0 }
        for index in 0..<count * options.used { counts[chosen[index]] += 1 }
        layOut()
        for index in 0..<count * options.used {
            let expert = chosen[index]
            let place = places[expert].upperBound
            places[expert] = places[expert].lowerBound..<place + 1
            placesOfRow[index] = place
            rows[place] = index / options.used
        }
    }

    /// Gives each expert an empty range that begins with a tile.
    private func layOut() {
        let size = OperandRows.perTile
        extent = 0
        for expert in places.indices {
            places[expert] = extent..<extent
            let end = extent + (counts[expert] + size - 1) / size * size
            for place in extent..<end { rows[place] = nil }
            extent = end
        }
    }

    /// The greatest outputs win; of equal ones, the lower number.
    private func choose(_ row: Int) {
        let scores = shares.rows.row(row)
        let first = row * options.used
        for rank in 0..<options.used {
            var best = -1
            for expert in 0..<options.count
            where !chosen[first..<first + rank].contains(expert) {
                if best < 0 || scores[expert] > scores[best] { best = expert }
            }
            chosen[first + rank] = best
        }
        chosen[first..<first + options.used].sort()
        share(scores, among: first..<first + options.used)
    }

    /// The softmax over all experts, or over the chosen ones, which then sum to one.
    private func share(_ scores: UnsafeMutablePointer<Float>, among indices: Range<Int>) {
        var greatest = -Float.infinity
        for expert in 0..<options.count { greatest = max(greatest, scores[expert]) }
        var total = 0.0
        for expert in 0..<options.count {
            scores[expert] = Float(exp(Double(scores[expert] - greatest)))
            if !options.normalisesWeights { total += Double(scores[expert]) }
        }
        if options.normalisesWeights {
            for index in indices { total += Double(scores[chosen[index]]) }
        }
        for expert in 0..<options.count { scores[expert] = Float(Double(scores[expert]) / total) }
    }
}
